namespace Optimove.Attributes.Client;

/// <summary>How a text may be escaped within another one.</summary>
internal enum Escape
{
    /// <summary><c>\n</c>, <c>\/</c>, <c>\u00e9</c>.</summary>
    Json,

    /// <summary><c>&amp;amp;</c>, <c>&amp;#39;</c>, <c>&amp;#x27;</c>.</summary>
    Html,

    /// <summary><c>%C3%A9</c>.</summary>
    Url,

    /// <summary>The same, with <c>+</c> for a blank.</summary>
    Form,
}
