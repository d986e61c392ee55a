//! What no answer means: the notes that stand with maps, answers and reports.

use super::language::Text;

/// What is shown, whose position it is not, and for what it must not be used. The resolutions: paragraphs 1 and 5 of 68/262 of
/// 27 March 2014, paragraphs 3 and 5 of ES-11/4 of 12 October 2022; Russia voted against both.
pub const STATUS: Text = Text::new(
    "Control is shown as each named source reports it. It implies no position on sovereignty, borders or legal status. The UN \
     General Assembly affirms Ukraine’s territorial integrity within its internationally recognised borders; it has stated that \
     the vote of 2014 in Crimea and Sevastopol has no validity (resolution 68/262) and that the votes of 2022 and the attempted \
     annexation that followed have no validity under international law (resolution ES-11/4). Russia voted against both \
     resolutions and claims these regions. Not for navigation, military, evacuation or legal decisions.",
    "Контроль показано так, як його подає кожне назване джерело; це не є позицією щодо суверенітету, кордонів чи правового \
     статусу. Генеральна Асамблея ООН підтверджує територіальну цілісність України в її міжнародно визнаних кордонах; вона \
     зазначила, що голосування 2014 року в Криму та Севастополі не має чинності (резолюція 68/262), а голосування 2022 року й \
     подальша спроба анексії не мають чинності за міжнародним правом (резолюція ES-11/4). Росія голосувала проти обох резолюцій \
     і претендує на ці регіони. Не використовувати для навігації, військових, евакуаційних чи правових рішень.",
);

/// Where a distance to a line is shown.
pub const NO_MOVEMENT: Text = Text::new(
    "Do not use for evacuation or movement decisions.",
    "Не використовуйте для рішень про евакуацію чи пересування.",
);

/// Said with every evaluation of a proposal.
pub const NO_ENDORSEMENT: Text = Text::new(
    "A proposal's published wording computed on the map. Nothing here says that a term is agreed, lawful or likely; \
     recognition is the text's own word.",
    "Опубліковані формулювання пропозиції, обчислені на карті. Це не означає, що умову погоджено, що вона законна чи \
     ймовірна; визнання — слово самого документа.",
);

/// What must be known of announcements set against sources.
pub const ANNOUNCEMENTS: Text = Text::new(
    "The list of announcements is not complete. An announcement is never evidence of control, and a source that states the \
     same later may lag by days to years: its own word, not the announcement, tells what it knows. A source that is silent \
     of a place has neither confirmed nor failed to confirm.",
    "Перелік заяв неповний. Заява ніколи не є доказом контролю, а джерело, яке згодом подає те саме, може відставати на дні \
     чи роки: що йому відомо, каже його власне слово, а не заява. Джерело, у якого про місце даних немає, нічого не \
     підтвердило і не спростувало.",
);

/// What must be known of the populations.
pub const POPULATION: Text = Text::new(
    "Populations are from GeoNames (places of 500 people and more), of mixed dates, most of them before 2022; they do not \
     count who lives there now.",
    "Населення — за GeoNames (місця від 500 жителів), на різні дати, переважно до 2022 року; це не кількість тих, хто живе \
     там зараз.",
);

/// Said with every answer about regimes.
pub const NOT_LEGAL_ADVICE: Text = Text::new(
    "A register of texts for reference; not legal advice: read the texts before acting on them.",
    "Довідковий перелік текстів; не є юридичною консультацією: перш ніж діяти, прочитайте самі тексти.",
);
