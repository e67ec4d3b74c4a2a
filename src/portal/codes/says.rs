//! What the description of an error is about. Bitrix24 writes some of them in the portal's language, and inside a batch
//! nothing but the description tells two causes of one code apart. Pure.

use crate::portal::failure::Refusal;

/// Words, by how they begin, in lower case.
type Stems = &'static [&'static str];

/// The plan or the subscription.
pub(super) const PLAN: Stems = &[
    "subscription",
    "suscrip",
    "assinatura",
    "abonn",
    "abonam",
    "abbonam",
    "подписк",
    "підписк",
    "tarif",
    "тариф",
];

/// Whole words for the same. Others begin so: planner, about.
const PLANS: [&str; 7] = ["plan", "plans", "planes", "planos", "plany", "abo", "abos"];

/// The disk, and the room on it.
pub(super) const ROOM: Stems = &[
    "quota", "cuota", "quote", "cota", "квот", "disk", "disque", "disco", "dysk", "диск", "space", "espace",
    "espacio", "espaço", "spazio", "speicher", "miejsc", "мест", "місц",
];

/// A session of another user, who is to log out first.
pub(super) const SESSION: Stems = &[
    "logout",
    "logged",
    "session",
    "sesión",
    "sessão",
    "sesj",
    "sitzung",
    "сесси",
    "сеанс",
    "сесі",
    "выйд",
    "выход",
    "разлогин",
    "вийд",
    "вийти",
    "abmeld",
    "ausloggen",
    "déconnect",
    "desconect",
    "wylog",
    "disconnet",
];

/// Whether one of its words begins like one of these.
pub(super) fn is_about(refusal: &Refusal, stems: Stems) -> bool {
    words(refusal).any(|word| stems.iter().any(|stem| word.starts_with(stem)))
}

/// Whether it says these words, which are in lower case, in this order.
pub(super) fn has(refusal: &Refusal, said: &str) -> bool {
    let words = words(refusal).collect::<Vec<_>>();
    format!(" {} ", words.join(" ")).contains(&format!(" {said} "))
}

/// Whether it is about the plan.
pub(super) fn is_about_the_plan(refusal: &Refusal) -> bool {
    is_about(refusal, PLAN) || words(refusal).any(|word| PLANS.contains(&word.as_str()))
}

fn words(refusal: &Refusal) -> impl Iterator<Item = String> {
    let words = refusal.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Refusal {
        Refusal { code: String::new(), text: text.to_owned(), status: None }
    }

    #[test]
    fn what_it_is_about_is_told_by_whole_words() {
        for text in [
            "REST is available on commercial plans.",
            "Ihr Tarif reicht nicht",
            "ПОДПИСКА истекла",
            "le plan",
        ] {
            assert!(is_about_the_plan(&of(text)), "{text}");
        }
        for text in ["No access to the planner", "planning", "Доступ запрещён", "", "explanation", "about"]
        {
            assert!(!is_about_the_plan(&of(text)), "{text}");
        }
        assert!(is_about(&of("Espace insuffisant"), ROOM));
        assert!(is_about(&of("Нет места: превышена квота"), ROOM));
        assert!(!is_about(&of("Application not installed"), ROOM));
        assert!(has(&of("Please, log out first!"), "log out"));
        assert!(!has(&of("the log outlasts it"), "log out"));
    }
}
