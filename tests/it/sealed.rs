//! What was drawn of a directory: kept beside its versions, or sealed with all else; believed only where nothing changed.
use std::fs;
use std::path::Path;

use contactline::http::now;
use contactline_core::atlas::{Atlas, DrawnSource, Timeline};
use contactline_core::model::Version;
use contactline_store::{Folder, Provenance, Store, draw, load_folders, open, seal_whole};

use super::store::{directory, found, version};

/// So many versions of an outline that moves to and fro.
fn moving(days: i32) -> Vec<(Version, Provenance)> {
    (0..days).map(|day| version(day, 37.2 + 0.01 * f64::from(day % 7))).collect()
}

/// What was drawn of every source.
fn drawn(atlas: &Atlas) -> Vec<DrawnSource> {
    atlas.timelines().iter().map(Timeline::to_drawn).collect()
}

/// What is drawn of a directory's files, whatever is kept.
fn drawn_anew(directory: &Path) -> Vec<DrawnSource> {
    let shipped_and_own = [Folder::Embedded, Folder::Directory(directory.into())];
    drawn(&Atlas::build(load_folders(&shipped_and_own).unwrap().dataset))
}

#[test]
fn what_is_kept_of_a_drawing_is_what_would_be_drawn() {
    let directory = directory();
    let kept = directory.path().join("atlas.sealed");
    Store::open(directory.path(), now).unwrap().put(&moving(15)).unwrap();
    draw(directory.path()).unwrap();
    assert!(!kept.exists(), "so few versions are drawn as fast as they are read");

    Store::open(directory.path(), now).unwrap().put(&moving(40)).unwrap();
    let wanted = drawn_anew(directory.path());
    assert!(open(Some(directory.path())).unwrap().to_keep.is_some());
    draw(directory.path()).unwrap();
    let opened = open(Some(directory.path())).unwrap();
    assert!(opened.to_keep.is_none(), "it is not believed");
    assert_eq!(drawn(&opened.atlas), wanted);
    assert_eq!(opened.fingerprint, contactline_store::load(Some(directory.path())).unwrap().fingerprint);
    assert_eq!(found(directory.path()), vec![]);

    // A version more, or one that says something else: it is not believed, and the next one is.
    for versions in [moving(41), vec![version(3, 37.9)]] {
        Store::open(directory.path(), now).unwrap().put(&versions).unwrap();
        let opened = open(Some(directory.path())).unwrap();
        assert!(opened.to_keep.is_some());
        assert_eq!(drawn(&opened.atlas), drawn_anew(directory.path()));
        draw(directory.path()).unwrap();
        assert!(open(Some(directory.path())).unwrap().to_keep.is_none());
    }
}

#[test]
fn what_ships_drawn_is_what_would_be_drawn_and_only_of_what_ships() {
    let opened = open(None).unwrap();
    let mut before = opened.drawn_before.clone();
    before.sort_unstable();
    assert_eq!(before, ["ua-official-list", "viina"], "'contactline check --seal data' draws it anew");
    assert_eq!(drawn(&opened.atlas), drawn(&Atlas::build(load_folders(&[Folder::Embedded]).unwrap().dataset)));

    // Versions of another source change nothing of that; another declaration of one, or other ground, does.
    let own = tempfile::tempdir().unwrap();
    let mut store = Store::open(own.path(), now).unwrap();
    store.put(&moving(2)).unwrap();
    assert_eq!(open(Some(own.path())).unwrap().drawn_before.len(), 2);
    let declared = contactline_store::shipped("sources/viina.toml").unwrap();
    store.declare(&format!("{declared}\n# Somebody else's words.\n"), "viina.toml").unwrap().unwrap();
    let opened = open(Some(own.path())).unwrap();
    assert_eq!(opened.drawn_before, ["ua-official-list"]);
    assert_eq!(drawn(&opened.atlas), drawn_anew(own.path()));

    let square = directory();
    assert_eq!(open(Some(square.path())).unwrap().drawn_before, <[String; 0]>::default());
}

#[test]
fn a_damaged_drawing_is_never_believed_and_hides_no_damage() {
    let directory = directory();
    Store::open(directory.path(), now).unwrap().put(&moving(20)).unwrap();
    draw(directory.path()).unwrap();
    let kept = directory.path().join("atlas.sealed");
    let (whole, wanted) = (fs::read(&kept).unwrap(), drawn_anew(directory.path()));
    let opens = |bytes: &[u8]| {
        fs::write(&kept, bytes).unwrap();
        let opened = open(Some(directory.path())).unwrap();
        (opened.to_keep.is_none(), opened.atlas)
    };
    assert!(opens(&whole).0);
    // Spread over head, key and sections; the container's own test flips every bit of a small one.
    for k in 0..24 {
        let mut bytes = whole.clone();
        let bit = k * (8 * whole.len() - 1) / 23;
        bytes[bit / 8] ^= 1 << (bit % 8);
        let (is_believed, atlas) = opens(&bytes);
        assert!(!is_believed, "bit {bit}");
        assert_eq!(drawn(&atlas), wanted, "bit {bit}");
    }
    assert!(!opens(&whole[..whole.len() / 2]).0);
    assert!(!opens(b"").0);

    // A version that is gone or was changed by hand is found as without it.
    assert!(opens(&whole).0);
    let (version, _) = version(7, 37.2);
    let file = directory.path().join(format!("control/deepstate/{}.geojson", version.stamp));
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("37.2", "37.3", 1)).unwrap();
    assert!(open(Some(directory.path())).unwrap_err().to_string().contains("the file changed"));
    fs::remove_file(&file).unwrap();
    assert!(open(Some(directory.path())).unwrap_err().to_string().contains(&version.stamp.to_string()));
}

#[test]
fn a_sealed_file_answers_alone_and_any_damage_is_named() {
    let directory = directory();
    Store::open(directory.path(), now).unwrap().put(&moving(9)).unwrap();
    let opened = open(Some(directory.path())).unwrap();
    let whole = seal_whole(Some(directory.path()), &opened.atlas, |_| false).unwrap();
    let published = seal_whole(Some(directory.path()), &opened.atlas, |id| id == "deepstate").unwrap();
    let (wanted, fingerprint) = (drawn(&opened.atlas), opened.fingerprint);
    drop(directory);

    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("atlas.sealed");
    let opens = |bytes: &[u8]| {
        fs::write(&file, bytes).unwrap();
        open(Some(&file))
    };
    let sealed = opens(&whole).unwrap();
    assert_eq!((drawn(&sealed.atlas), sealed.fingerprint), (wanted, fingerprint));
    assert_eq!(sealed.atlas.regimes().len(), opened.atlas.regimes().len());
    assert_eq!(sealed.atlas.gazetteer().list().len(), opened.atlas.gazetteer().list().len());
    assert!(whole.windows(9).any(|w| w == b"deepstate"));

    let sources: Vec<String> = opens(&published).unwrap().atlas.sources().map(|s| s.id.clone()).collect();
    assert_eq!(sources, ["ua-official-list", "viina"]);
    assert!(!published.windows(15).any(|w| w == b"drawn/deepstate"));

    for k in 0..40 {
        let mut bytes = whole.clone();
        let bit = k * (8 * whole.len() - 1) / 39;
        bytes[bit / 8] ^= 1 << (bit % 8);
        let told = opens(&bytes).err().map_or_else(String::new, |error| error.to_string());
        let is_named = ["was changed or damaged", "no sealed atlas", "form"].iter().any(|word| told.contains(word));
        assert!(is_named && told.contains("atlas.sealed"), "bit {bit}: {told}");
    }
    assert!(opens(&whole[..whole.len() - 1]).unwrap_err().to_string().contains("its head says"));
    assert!(opens(b"PK").unwrap_err().to_string().contains("no sealed atlas"));
}
