//! Texts against the input functions of Postgres.

use super::{Reading, boolean, date, integer, interval, number, time, uuid};

#[test]
fn input_functions_take_what_postgres_takes() {
    assert_eq!(integer(" -12 ", -100, 100), Reading::Fine);
    assert_eq!(integer("101", -100, 100), Reading::OutOfRange);
    assert_eq!(integer("", -100, 100), Reading::Malformed);
    for (read, fine, malformed) in [
        (
            boolean as fn(&str) -> Reading,
            &[" Yes ", "of", "t", "0"][..],
            &["o", "", "2", "maybe"][..],
        ),
        (
            number,
            &["1e3", "-inf", ".5", "5.", "1e400", " 1 "],
            &["1.x", "", ".", "1 2"],
        ),
        (
            uuid,
            &[
                "a0eebc99-9c0b4ef8-bb6d6bb9-bd380a11",
                "{a0eebc999c0b4ef8bb6d6bb9bd380a11}",
            ],
            &["a0eebc99-9c0b4ef8-bb6d6bb9-bd380a1", "", "me"],
        ),
        (
            date,
            &[
                "now",
                "NOW()",
                "-infinity",
                "20200101",
                "2020-1-1",
                "01/02/2020",
                "2020-01-01T10:00:00.000Z",
                "1 Jan 2020",
            ],
            &[
                "soon",
                "",
                "null",
                "[object Object]",
                "1",
                "2020",
                "1.5",
                "-1",
                "2020-05-x",
            ],
        ),
        (
            time,
            &[
                "now",
                "10:00",
                "1000",
                "T10:00",
                "2020-01-01 10:00",
                "24:00",
            ],
            &["today", "10", "123", "1700000000000", "2020-01-01", ""],
        ),
        (
            interval,
            &["1 day", "P1D", "PT", "1:00", "-1", "1.5"],
            &["day", "", "now", "true"],
        ),
    ] {
        for text in fine {
            assert_eq!(read(text), Reading::Fine, "{text}");
        }
        for text in malformed {
            assert_eq!(read(text), Reading::Malformed, "{text}");
        }
    }
}

#[test]
fn days_and_hours_have_bounds() {
    for text in ["2020-02-30", "1700000000000", "2020-01-01T25:00:00Z"] {
        assert_eq!(date(text), Reading::OutOfRange, "{text}");
    }
    assert_eq!(date("2020-13-01"), Reading::MonthOutOfRange);
    assert_eq!(date("2020-02-29T24:00:00"), Reading::Fine);
    assert_eq!(time("10:60"), Reading::OutOfRange);
    assert_eq!(time("23:5959"), Reading::OutOfRange);
}
