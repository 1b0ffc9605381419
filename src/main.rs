//! The page and its worker: one wasm, told apart by the global they start in.

fn main() {
    #[cfg(target_arch = "wasm32")]
    firedrill::web::start();
}
