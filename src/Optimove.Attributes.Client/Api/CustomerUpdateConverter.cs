using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Optimove.Attributes.Client;

/// <summary>Writes an update straight from the user's object, so that a full call needs no second graph of 11,000 objects.</summary>
internal sealed class CustomerUpdateConverter : JsonConverter<CustomerUpdate>
{
    private static readonly JsonEncodedText CustomerId = JsonEncodedText.Encode("CustomerID");
    private static readonly JsonEncodedText Attributes = JsonEncodedText.Encode("Attributes");
    private static readonly JsonEncodedText RealFieldName = JsonEncodedText.Encode("RealFieldName");
    private static readonly JsonEncodedText Value = JsonEncodedText.Encode("Value");

    public override CustomerUpdate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("An update is only written.");

    public override void Write(Utf8JsonWriter writer, CustomerUpdate value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(CustomerId, value.CustomerId);
        writer.WriteStartArray(Attributes);
        foreach (var (name, attributeValue) in value.Freeze())
        {
            writer.WriteStartObject();
            writer.WriteString(RealFieldName, name);
            writer.WritePropertyName(Value);
            WriteValue(writer, attributeValue);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, AttributeValue value)
    {
        Span<byte> text = stackalloc byte[32];
        var written = 0;
        switch (value.Kind)
        {
            case AttributeValueKind.Clear:
                writer.WriteNullValue();
                return;
            case AttributeValueKind.Text:
                writer.WriteStringValue(value.AsText());
                return;
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

        writer.WriteStringValue(text[..written]);
    }
}
