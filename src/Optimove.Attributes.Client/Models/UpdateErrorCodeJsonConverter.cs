using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Optimove.Attributes.Client;

/// <summary>Writes an <see cref="UpdateErrorCode"/> as JSON text, and reads it. Public for serializer contexts that are generated in other assemblies.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class UpdateErrorCodeJsonConverter : JsonConverter<UpdateErrorCode>
{
    /// <inheritdoc/>
    public override UpdateErrorCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? string.Empty);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, UpdateErrorCode value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }
}
