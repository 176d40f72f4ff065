//! Words of closed sets: how they are read, and how answers tell them.

/// A closed set of words.
macro_rules! closed_words {
    ($(#[$meta:meta])* $name:ident { $($(#[doc = $doc:literal])+ $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "kebab-case"))]
        pub enum $name {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $name {
            /// All of them, in their order.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Its word in files and answers.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// What it stands for, in a sentence.
            #[must_use]
            pub fn sentence(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($doc),+).trim_ascii(),)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "deserialize")]
        $crate::deserialize::from_text! {
            $name, "one of its words" => |text| Self::ALL.iter().copied().find(|one| one.as_str() == text);
        }

        impl $crate::read::Read for $name {
            fn read(
                node: &$crate::read::Node<'_>,
                at: &$crate::read::Path<'_>,
                problems: &mut $crate::problem::Gathered,
            ) -> Option<Self> {
                $crate::read::read_word(node, &[$(($word, Self::$variant),)+], at, problems)
            }

            fn fallback() -> Self {
                [$(Self::$variant,)+][0]
            }
        }
    };
}
pub(crate) use closed_words;
