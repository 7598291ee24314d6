using System.Text.Json;

namespace Optimove.Attributes.Console;

/// <summary>The attributes that a file says are needed: those to create, and those that exist and come from elsewhere.</summary>
internal sealed class NeededAttributes
{
    private static readonly string[] Properties = ["name", "type", "default", "source"];

    private readonly List<(AttributeDefinition Definition, AttributeSource Source, int Position)> _entries = [];

    public IReadOnlyList<(AttributeDefinition Definition, AttributeSource Source, int Position)> Entries => _entries;

    /// <exception cref="InputException">The file can't be read, or is not what it should be; all faults are named.</exception>
    public static NeededAttributes Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream);
            return Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new InputException($"FILE is not JSON: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"FILE can't be read: {exception.Message}");
        }
    }

    private static NeededAttributes Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Array)
        {
            throw new InputException("FILE is not a JSON array of {\"name\",\"type\",\"default\"?,\"source\"?}.");
        }

        var needed = new NeededAttributes();
        var faults = new FaultList();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (element, position) in root.EnumerateArray().Select(static (element, index) => (element, index)))
        {
            needed.Add(element, position, names, fault => faults.Add(Words.Invariant($"entry {position + 1}: {fault}")));
        }

        return faults.Total == 0 ? needed : throw new InputException("FILE can't be right. Nothing was sent.", faults);
    }

    private static string? ReadText(JsonElement element, string property, Action<string> addFault)
    {
        if (!element.TryGetProperty(property, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        addFault($"{property} is not a text.");
        return null;
    }

    private void Add(JsonElement element, int position, HashSet<string> names, Action<string> addFault)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            addFault("is not an object.");
            return;
        }

        foreach (var property in element.EnumerateObject().Where(static property => !Properties.Contains(property.Name)))
        {
            addFault($"{property.Name} is none of {string.Join(", ", Properties)}.");
        }

        var name = ReadText(element, "name", addFault);
        var type = default(AttributeType);
        if (string.IsNullOrWhiteSpace(name))
        {
            addFault("name is missing or blank.");
        }
        else if (!names.Add(name))
        {
            addFault($"{name} stands in the file already.");
        }

        if (!AttributeType.TryParse(ReadText(element, "type", addFault), out type))
        {
            addFault("type is none of INT, BIGINT, DECIMAL(19,4), DATE, VARCHAR(X), NVARCHAR(X), X from 1.");
        }

        var source = (ReadText(element, "source", addFault) ?? "api").ToUpperInvariant() switch
        {
            "API" => AttributeSource.Api,
            "BATCH" => AttributeSource.Batch,
            "REAL-TIME" => AttributeSource.RealTime,
            _ => AttributeSource.Unknown,
        };
        if (source == AttributeSource.Unknown)
        {
            addFault("source is none of api, batch, real-time.");
        }

        var hasDefault = element.TryGetProperty("default", out var defaultValue);
        if (hasDefault && source is AttributeSource.Batch or AttributeSource.RealTime)
        {
            addFault("default is for an attribute that is created through the API.");
        }

        // A number is taken as it is written.
        var defaultText = !hasDefault ? null : defaultValue.ValueKind switch
        {
            JsonValueKind.String => defaultValue.GetString(),
            JsonValueKind.Number => defaultValue.GetRawText(),
            _ => null,
        };
        if (hasDefault && defaultText is null)
        {
            addFault("default is neither a text nor a number.");
        }

        _entries.Add((new AttributeDefinition(name ?? string.Empty, type) { DefaultValue = defaultText is null ? default(AttributeValue?) : defaultText }, source, position));
    }
}
