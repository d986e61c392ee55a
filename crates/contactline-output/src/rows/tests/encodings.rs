//! Rows in other encodings than UTF-8: named, marked, or told by their letters.

use super::*;

#[test]
fn what_is_written_is_utf_8_whatever_was_read() {
    let cp1251 = b"\xCA\xEB\xB3\xBA\xED\xF2,lon,lat\n\xB2\xE2,33.4,46.7\n";
    let by_letters = "the input is no UTF-8 and is read as windows-1251, by its letters; if it is another, name it with \
                      encoding=NAME; what is written is UTF-8";
    let (out, _, opened) = read(options(), cp1251);
    assert_eq!((out.starts_with("Клієнт,lon,lat,region"), opened.notes[0].as_str()), (true, by_letters), "{out}");
    for (encoding, text) in [
        (encoding_rs::WINDOWS_1251, "Дата,lon,lat\n01.07.2024,33.4,46.7\n"),
        (encoding_rs::KOI8_U, "Місто,Вулиця,lon,lat\nКраматорськ,вулиця Європейська,33.4,46.7\n"),
        (encoding_rs::IBM866, "Город,Улица,lon,lat\nМариуполь,улица Артёма у моста,33.4,46.7\n"),
        (encoding_rs::WINDOWS_1252, "Stadt,Straße,lon,lat\nKöln,Große Straße für Fußgänger,33.4,46.7\n"),
    ] {
        let (bytes, _, is_lossy) = encoding.encode(text);
        let (out, _, opened) = read(options(), &bytes);
        let header = text.lines().next().unwrap();
        assert!(
            !is_lossy && out.starts_with(&format!("{header},region")),
            "{}: {out} {:?}",
            encoding.name(),
            opened.notes
        );
    }
    let japanese = "note,lon,lat\n日本語の住所を含む表です。東京都千代田区霞が関,33.4,46.7\n";
    assert_eq!(
        told(options(), &encoding_rs::SHIFT_JIS.encode(japanese).0),
        "line 2 is not UTF-8 text; name its encoding with encoding=NAME, such as windows-1251 (Cyrillic) or windows-1252 \
         (Western European), or save the file as UTF-8",
        "an encoding of no table expected here is named, not guessed"
    );
    for label in ["windows-1251", "cp1251", "CP-1251", "win1251"] {
        let (out, _, opened) = read(RowOptions { encoding: Some(label.into()), ..options() }, cp1251);
        assert!(out.starts_with("Клієнт,lon,lat,region") && out.contains("\nІв,33.4,46.7,ua-2,"), "{out}");
        assert_eq!(opened.notes[0], "the input is read as windows-1251; what is written is UTF-8");
    }
    assert!(told(RowOptions { encoding: Some("klingon".into()), ..options() }, cp1251).contains("no encoding known"));
    let table = "місто,lon,lat\nХ,33.4,46.7\n";
    let plain = read(options(), table.as_bytes()).0;
    let units = |mark: &str, swap: bool| -> Vec<u8> {
        let unit = |unit: u16| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() };
        format!("{mark}{table}").encode_utf16().flat_map(unit).collect()
    };
    for swap in [false, true] {
        assert_eq!(read(options(), &units("", swap)).0, plain);
        assert_eq!(read(options(), &units("\u{feff}", swap)).0, format!("\u{feff}{plain}"), "a table keeps its mark");
    }
    let json = b"\xEF\xBB\xBF{\"lon\":33.4,\"lat\":46.7}\n";
    assert!(read(options(), json).0.starts_with('{'), "JSON has no mark (RFC 8259)");
    // A byte that is wrong far from the beginning costs its row.
    let mut long = b"lon,lat,note\n".to_vec();
    (0..HEAD / 10).for_each(|_| long.extend_from_slice(b"33.4,46.7,ok\n"));
    long.extend_from_slice(b"33.4,46.7,\xFF\n33.4,46.7,ok\n");
    let (out, summary, _) = read(options(), &long);
    assert_eq!(summary.errors, 1);
    assert!(out.contains("\n33.4,46.7,\u{fffd},,") && out.contains("the row is not UTF-8 text"), "kept, and said");
}
