using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Optimove.Attributes.Client;

/// <summary>Writes an update straight from the user's object, so that a full call needs no second graph of 11,000 objects.</summary>
internal sealed class CustomerUpdateConverter : JsonConverter<CustomerUpdate>
{
    private const int MostRecentNames = 10;

    private static readonly JsonEncodedText CustomerId = JsonEncodedText.Encode("CustomerID");
    private static readonly JsonEncodedText Attributes = JsonEncodedText.Encode("Attributes");
    private static readonly JsonEncodedText RealFieldName = JsonEncodedText.Encode("RealFieldName");
    private static readonly JsonEncodedText Value = JsonEncodedText.Encode("Value");

    // Mostly the same names stand in each update, in the same order.
    [ThreadStatic]
    private static RecentName[]? _recentNames;

    public override CustomerUpdate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("An update is only written.");

    public override void Write(Utf8JsonWriter writer, CustomerUpdate value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(CustomerId, value.CustomerId);
        writer.WriteStartArray(Attributes);
        var attributes = value.Freeze();
        var names = _recentNames ??= new RecentName[MostRecentNames];
        var encoder = writer.Options.Encoder;
        for (var i = 0; i < attributes.Length; i++)
        {
            var (name, attributeValue) = attributes[i];
            writer.WriteStartObject();
            if (i < names.Length && names[i].TryEncode(name, encoder))
            {
                writer.WriteString(RealFieldName, names[i].Encoded);
            }
            else
            {
                writer.WriteString(RealFieldName, name);
            }

            switch (attributeValue.Kind)
            {
                case AttributeValueKind.Text:
                    writer.WriteString(Value, attributeValue.AsText());
                    break;
                case AttributeValueKind.Clear:
                    writer.WriteNull(Value);
                    break;
                default:
                    WriteFormatted(writer, attributeValue);
                    break;
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteFormatted(Utf8JsonWriter writer, AttributeValue value)
    {
        Span<byte> text = stackalloc byte[32];
        var written = 0;
        switch (value.Kind)
        {
            case AttributeValueKind.Integer:
                value.AsInteger().TryFormat(text, out written, default, CultureInfo.InvariantCulture);
                break;
            case AttributeValueKind.Decimal:
                value.AsDecimal().TryFormat(text, out written, default, CultureInfo.InvariantCulture);
                break;
            case AttributeValueKind.Date:
                value.AsDate().TryFormat(text, out written, "yyyy-MM-dd", CultureInfo.InvariantCulture);
                break;
        }

        writer.WriteString(Value, text[..written]);
    }

    /// <summary>The name that stood at a place before, and how it is written once it stood there twice.</summary>
    private struct RecentName
    {
        private string? _name;
        private bool _isEncoded;

        public JsonEncodedText Encoded { get; private set; }

        public bool TryEncode(string name, JavaScriptEncoder? encoder)
        {
            if (!string.Equals(name, _name, StringComparison.Ordinal))
            {
                (_name, _isEncoded) = (name, false);
                return false;
            }

            if (!_isEncoded)
            {
                (Encoded, _isEncoded) = (JsonEncodedText.Encode(name, encoder), true);
            }

            return true;
        }
    }
}
