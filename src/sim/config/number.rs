//! Numbers as C reads and writes them: `strtol` with base 0, `strtod`, `%g`.
//! PostgreSQL's rules for values rest on these.

/// Length of the white space (C's `isspace`) at the beginning.
pub(super) fn space(text: &str) -> usize {
    text.bytes()
        .take_while(|b| b.is_ascii_whitespace() || *b == 0x0B)
        .count()
}

/// A sign and what follows it.
fn sign(text: &str) -> (bool, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (true, text.get(1..).unwrap_or_default()),
        Some(b'+') => (false, text.get(1..).unwrap_or_default()),
        _ => (false, text),
    }
}

/// `strtol(text, &end, 0)`: the value (`None` when out of the range of a 64-bit
/// integer) and the text after it; no digits at all give the whole text back.
pub(super) fn strtol(text: &str) -> (Option<i64>, &str) {
    let (negative, body) = sign(text.get(space(text)..).unwrap_or_default());
    let bytes = body.as_bytes();
    let is_hex = matches!(bytes, [b'0', b'x' | b'X', digit, ..] if digit.is_ascii_hexdigit());
    let (radix, skip) = match bytes {
        _ if is_hex => (16, 2),
        [b'0', ..] => (8, 0),
        _ => (10, 0),
    };
    let digits = body.get(skip..).unwrap_or_default();
    let mut value: Option<i64> = Some(0);
    let mut length = 0;
    for digit in digits.chars().map_while(|c| c.to_digit(radix)) {
        let digit = if negative {
            -i64::from(digit)
        } else {
            i64::from(digit)
        };
        value = value.and_then(|v| v.checked_mul(i64::from(radix))?.checked_add(digit));
        length += 1;
    }
    if length == 0 {
        (Some(0), text)
    } else {
        (value, digits.get(length..).unwrap_or_default())
    }
}

/// `strtod`: the value (`None` when it over- or underflows) and the text after
/// it; nothing readable gives the whole text back. Reads decimal numbers, whole
/// hexadecimal ones, `inf`, `infinity` and `nan`; not hexadecimal fractions.
pub(super) fn strtod(text: &str) -> (Option<f64>, &str) {
    let start = text.get(space(text)..).unwrap_or_default();
    let (negative, body) = sign(start);
    let signed = |value: f64| if negative { -value } else { value };
    for (word, value) in [
        ("infinity", f64::INFINITY),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ] {
        if body
            .get(..word.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(word))
        {
            return (
                Some(signed(value)),
                body.get(word.len()..).unwrap_or_default(),
            );
        }
    }
    let bytes = body.as_bytes();
    if matches!(bytes, [b'0', b'x' | b'X', digit, ..] if digit.is_ascii_hexdigit()) {
        let digits = body.get(2..).unwrap_or_default();
        let length = digits.bytes().take_while(u8::is_ascii_hexdigit).count();
        let value = digits
            .chars()
            .map_while(|c| c.to_digit(16))
            .fold(0.0, |v, d| v * 16.0 + f64::from(d));
        let value = value.is_finite().then(|| signed(value));
        return (value, digits.get(length..).unwrap_or_default());
    }
    let count = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter().take_while(|b| b.is_ascii_digit()).count()
    };
    let whole = count(0);
    let mut length = whole;
    if bytes.get(length) == Some(&b'.') {
        let fraction = count(length + 1);
        if whole + fraction == 0 {
            return (Some(0.0), text);
        }
        length += 1 + fraction;
    } else if whole == 0 {
        return (Some(0.0), text);
    }
    let mantissa = length;
    if matches!(bytes.get(length), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(length + 1), Some(b'+' | b'-')));
        let digits = count(length + 1 + sign);
        if digits > 0 {
            length += 1 + sign + digits;
        }
    }
    let value: Option<f64> = body.get(..length).and_then(|number| number.parse().ok());
    let is_zero = bytes
        .iter()
        .take(mantissa)
        .all(|b| matches!(b, b'0' | b'.'));
    let value = value.filter(|v| v.is_finite() && (is_zero || *v > 0.0));
    (value.map(signed), body.get(length..).unwrap_or_default())
}

/// `%g`: six significant digits, no trailing zeros, an exponent when it is below
/// -4 or above 5. What is not finite reads as PostgreSQL's own `printf` has it.
pub(super) fn percent_g(value: f64) -> String {
    if !value.is_finite() {
        let word = if value.is_nan() { "NaN" } else { "Infinity" };
        return if value < 0.0 {
            format!("-{word}")
        } else {
            word.to_owned()
        };
    }
    let scientific = format!("{value:.5e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-4..6).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{}e{sign}{:02}", trimmed(mantissa), exponent.abs());
    }
    let decimals = usize::try_from(5 - exponent).unwrap_or(0);
    trimmed(&format!("{value:.decimals$}")).to_owned()
}

fn trimmed(number: &str) -> &str {
    if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        number
    }
}
