mod layout;
mod read;
