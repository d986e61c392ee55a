//! Dates in the forms that people's files have.

use super::*;

fn day(text: &str) -> WrittenDate {
    WrittenDate::Day(text.parse().unwrap())
}

fn second(text: &str) -> WrittenDate {
    WrittenDate::Second(text.parse().unwrap())
}

#[test]
fn what_can_mean_one_day_only_is_read() {
    for text in [
        "2022-03-05",
        " 2022-03-05 ",
        "2022-3-5",
        "2022/03/05",
        "2022.03.05",
        "20220305",
        "20220305143000",
        "20220305T143000",
        "2022-03-05T00:00:00",
        "2022-03-05 14:30:00.000",
        "2022-03-05 14:30",
        "2022-03-05 2:30 PM",
        "2022-03-05Z",
        "2022-03-05+02:00",
        "05.03.2022",
        "5.3.2022",
        "05.03.2022 14:30",
        "05 March 2022",
        "5 march 2022",
        "5th March 2022",
        "05-Mar-2022",
        "05MAR2022",
        "05/Mar/2022",
        "March 5, 2022",
        "Mar 5 2022",
        "2022-Mar-05",
        "Saturday, 5 March 2022",
        "5 березня 2022",
        "5 березня 2022 р.",
        "5 бер. 2022 року",
        "5 марта 2022 г.",
    ] {
        assert_eq!(read_unambiguous(text), Ok(day("2022-03-05")), "{text}");
    }
    for (text, read) in [
        ("25/12/2022", "2022-12-25"),
        ("12/25/2022", "2022-12-25"),
        ("05/05/2022", "2022-05-05"),
        ("29-02-2024", "2024-02-29"),
        ("1 мая 2022", "2022-05-01"),
        ("9 листопада 2022", "2022-11-09"),
        ("1 Sept 2022", "2022-09-01"),
    ] {
        assert_eq!(read_unambiguous(text), Ok(day(read)), "{text}");
    }
}

#[test]
fn a_time_with_its_zone_is_a_second() {
    for text in [
        "2022-03-05T14:30:00Z",
        "2022-03-05 14:30:00.123+00:00",
        "2022-03-05T16:30:00+02:00",
        "2022-03-05T16:30+0200",
        "2022-03-05 14:30 UTC",
        "20220305T143000Z",
        "05.03.2022 16:30:00 +02",
        "Sat, 05 Mar 2022 14:30:00 GMT",
        "Sat Mar 05 2022 16:30:00 GMT+0200 (Eastern European Standard Time)",
    ] {
        assert_eq!(read_unambiguous(text), Ok(second("2022-03-05T14:30:00Z")), "{text}");
    }
    assert_eq!(read_unambiguous("2022-03-05T23:30:00-02:00"), Ok(second("2022-03-06T01:30:00Z")));
    assert_eq!(day("2022-03-05").asked().to_string(), "2022-03-05T23:59:59Z");
}

/// A month taken for a day misplaces a row by months, and nobody sees it.
#[test]
fn what_could_mean_two_days_wants_its_form() {
    for text in ["03/05/2022", "3/5/2022", "03-05-2022", "03/05/2022 14:30"] {
        let error = read_unambiguous(text).unwrap_err();
        assert_eq!(error, WrittenDateError::Order { value: text.into() });
        assert_eq!(error.format_to_name(), Some("MM/DD/YYYY"));
    }
    let count = |text| read_unambiguous(text).unwrap_err().format_to_name();
    assert_eq!(count("1646438400000"), Some("epoch-ms"));
    assert_eq!(count("1646438400"), Some("epoch-s"));
}

#[test]
fn what_is_no_date_is_told() {
    for (text, reason) in [
        ("", NO_FORM),
        ("yesterday", NO_FORM),
        ("2022", "a number of other than 8 digits"),
        ("44625", "a number of other than 8 digits"),
        ("2022-03", NO_FORM),
        ("2022-02-30", "there is no such day"),
        ("20221301", "there is no such day"),
        ("31.04.2022", "there is no such day"),
        ("13/13/2022", "there is no such day"),
        ("05.03.22", "its year has two digits"),
        ("5-Mar-22", "its year has two digits"),
        ("2022-03-05 25:00", "what follows the day is no time of day"),
        ("2022-03-05/2022-03-06", "what follows the day is no time of day"),
        ("2022-03-05 14:30 EET", "what follows the day is no time of day"),
        ("2022-03-05 0012 0013", "what follows the day is no time of day"),
        ("5 Foo 2022", NO_FORM),
        ("5--3--2022", NO_FORM),
        ("2022-03/05", NO_FORM),
        ("\u{661}\u{662}", NO_FORM),
    ] {
        match read_unambiguous(text) {
            Err(WrittenDateError::NotADate(error)) => assert_eq!(error.reason, reason, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

const NO_FORM: &str = "none of the forms known";

#[test]
fn a_form_that_is_named_is_the_one_read() {
    let read = |format: &str, text: &str| format.parse::<DateFormat>().unwrap().read(text).map(WrittenDate::asked);
    let asked = |text: &str| Ok(text.parse::<Date>().unwrap().end());
    for (format, text, expected) in [
        ("MM/DD/YYYY", "03/05/2022", "2022-03-05"),
        ("mm/dd/yyyy", "3/5/2022", "2022-03-05"),
        ("DD/MM/YYYY", "03/05/2022", "2022-05-03"),
        ("DD/MM/YYYY", "03/05/2022 14:30:00", "2022-05-03"),
        ("DD/MM/YYYY HH:mm", "03/05/2022 14:30", "2022-05-03"),
        ("%d/%m/%Y", "03/05/2022", "2022-05-03"),
        ("%Y-%m-%dT%H:%M:%S", "2022-03-05T14:30:00", "2022-03-05"),
        ("DD.MM.YY", "05.03.22", "2022-03-05"),
        ("DDMMYYYY", "05032022", "2022-03-05"),
        ("DD-MM-YYYY", "05-Mar-2022", "2022-03-05"),
        ("epoch-ms", "1646438400000", "2022-03-05"),
        ("epoch-s", "1646438400.0", "2022-03-05"),
        ("auto", "05.03.2022", "2022-03-05"),
    ] {
        assert_eq!(read(format, text), asked(expected), "{format} {text}");
    }
    assert_eq!(read("epoch-ms", "1646490600500").unwrap().to_string(), "2022-03-05T14:30:00Z");
    assert_eq!(
        read("MM/DD/YYYY", "13/05/2022").unwrap_err().to_string(),
        "'13/05/2022' is not a date of the form MM/DD/YYYY"
    );
    for text in ["03/05/20222", "03-05-2022", "2022-03-05", "1646438400000", ""] {
        assert!(read("MM/DD/YYYY", text).is_err(), "{text}");
    }
    for text in ["", "MM/DD", "MM/DD/YYYY/DD", "american", "epoch", "YYYYMM"] {
        assert!(text.parse::<DateFormat>().is_err(), "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_it(text in "[0-9TZ:./ +,-]{0,20}|\\PC{0,16}") {
        for format in ["auto", "epoch-ms", "epoch-s", "MM/DD/YYYY", "DDMMYYYY"] {
            format.parse::<DateFormat>().unwrap().read(&text).ok();
        }
    }

    #[test]
    fn every_day_is_read_as_it_was_written(days in 0..40_000_i32) {
        let date = Date::from_days(days);
        let iso = date.to_string();
        for text in [iso.replace('-', ""), format!("{iso} 12:00"), format!("{}.{}.{}", &iso[8..], &iso[5..7], &iso[..4])] {
            proptest::prop_assert_eq!(read_unambiguous(&text), Ok(WrittenDate::Day(date)));
        }
    }
}
