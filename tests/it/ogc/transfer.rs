//! Validators, HEAD and byte ranges.
use super::*;

#[test]
fn who_has_the_same_data_is_told_so() {
    let path = "/collections/regions/items";
    let tag = get(path).header("etag").to_owned();
    assert!(!tag.is_empty());
    assert_eq!(send(service(&[], true), path, &[("if-none-match", &tag)]).status, 304);
    assert_ne!(get("/collections/regions/items?limit=1").header("etag"), tag);
}

/// The head of the largest page cost as much memory as the page.
#[test]
fn the_head_of_a_page_is_that_of_the_page_and_says_no_length() {
    for path in ["/collections/regions/items?limit=1", "/collections/control-maps/items?f=html&crs=EPSG:3857"] {
        let mut request = served::get_with(path, &[]);
        *request.method_mut() = axum::http::Method::HEAD;
        let (head, whole) = (served::send(service(&[], true), request), get(path));
        assert_eq!((head.status, head.text().len()), (StatusCode::OK, 0), "{path}");
        for name in ["etag", "content-type", "cache-control", "vary", "link", "content-crs"] {
            assert_eq!(head.header(name), whole.header(name), "{path}: {name}");
        }
        assert_eq!(head.header("content-length"), "", "{path}");
    }
}

#[test]
fn a_part_of_a_file_is_given_by_its_bytes() {
    let path = "/collections/control-maps/items.fgb";
    let whole = get(path);
    assert_eq!(whole.header("accept-ranges"), "bytes");
    let length = whole.bytes.len();
    let part = |range: &str, tag: &str| {
        let headers = if tag.is_empty() { vec![("range", range)] } else { vec![("range", range), ("if-range", tag)] };
        send(service(&[], true), path, &headers)
    };
    for (range, first, end) in [("bytes=0-7", 0, 8), ("bytes=100-", 100, length), ("bytes=-10", length - 10, length)] {
        let answer = part(range, "");
        assert_eq!(answer.status, 206, "{range}");
        assert_eq!(answer.bytes, whole.bytes[first..end], "{range}");
        assert_eq!(answer.header("content-range"), format!("bytes {first}-{}/{length}", end - 1));
    }
    let beyond = part("bytes=9999999-", "");
    assert_eq!((beyond.status.as_u16(), beyond.header("content-range")), (416, &*format!("bytes */{length}")));
    assert_eq!(part("bytes=0-7", whole.header("etag")).status, 206);
    assert_eq!(part("bytes=0-7", "\"another\"").status, 200);
    assert_eq!(part("Bytes=0-99999999999999999999999", "").bytes, whole.bytes);
    for whole in ["bytes=7-0", "bytes=0-1,3-4", "lines=0-1"] {
        assert_eq!(part(whole, "").status, 200, "{whole}");
    }
}

/// Clients that accept gzip asked for bytes of a file and were given those bytes of its gzip: duckdb-wasm, Python's requests
/// and curl broke on them.
#[test]
fn a_range_is_of_the_file_itself_whatever_encoding_is_accepted() {
    let path = "/collections/acts/items?f=json&limit=100&skipGeometry=true";
    let encodings = ("accept-encoding", "gzip, br, zstd");
    for path in ["/v1/areas?date=2025-01-04", "/collections?f=json"] {
        let whole = get(path);
        let packed = send(service(&[], true), path, &[encodings]);
        assert_ne!(packed.header("content-encoding"), "", "{path} {}", whole.bytes.len());
        let part = send(service(&[], true), path, &[encodings, ("range", "bytes=3-20")]);
        assert_eq!((part.status.as_u16(), part.header("content-encoding")), (206, ""), "{path}");
        assert_eq!(part.bytes, whole.bytes[3..=20], "{path}");
        assert_eq!(part.header("etag"), whole.header("etag"), "{path}");
        // The tag of the compressed answer is not the file's: the whole comes instead.
        let tags = [(whole.header("etag"), 206), (packed.header("etag"), 200)];
        for (tag, status) in tags {
            let part = send(service(&[], true), path, &[encodings, ("range", "bytes=3-20"), ("if-range", tag)]);
            assert_eq!((part.status.as_u16(), part.header("content-encoding")), (status, ""), "{path} {tag}");
        }
    }
    // Files made to be read by ranges have one length for everybody.
    for ending in ["parquet", "fgb", "gpkg"] {
        let path = format!("/collections/regions/items.{ending}");
        assert_eq!(send(service(&[], true), &path, &[encodings]).header("content-encoding"), "", "{path}");
    }
    assert_eq!(send(service(&[], true), path, &[encodings, ("range", "bytes=9999999-")]).status, 416);
}
