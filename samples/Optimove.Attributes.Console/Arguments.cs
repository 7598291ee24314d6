namespace Optimove.Attributes.Console;

/// <summary>The arguments before they are parsed. The parser would take the next option for the value of one that has none, and create an attribute by it.</summary>
internal sealed record Arguments(IReadOnlyList<string> Tokens, IReadOnlyList<string> Faults, bool HasJson)
{
    public const string Json = "--json";
    public const string Ledger = "--ledger";

    private static readonly string[] WithValue = ["--default", "--id", "--map", "--delimiter", "--port", "--callback-url", "--callback-port", "--rejects", Ledger];
    private static readonly string[] All = [.. WithValue, Json, "--create", "--clear-blanks", "--dry-run", "--refuse-unknown-customers", "--help", "-h", "--version"];

    public static Arguments Read(IReadOnlyList<string> args)
    {
        var end = args.TakeWhile(static arg => arg != "--").Count();
        var tokens = new List<string>();
        var faults = new List<string>();
        for (var i = 0; i < end; i++)
        {
            // "--default=" is an empty value, not none.
            if (args[i].EndsWith('=') && WithValue.Contains(args[i][..^1]))
            {
                tokens.AddRange([args[i][..^1], string.Empty]);
                continue;
            }

            tokens.Add(args[i]);
            if (WithValue.Contains(args[i]) && (i + 1 == end || All.Contains(args[i + 1])))
            {
                faults.Add($"{args[i]} needs a value. One that is the name of an option is written {args[i]}=VALUE.");
            }
        }

        tokens.AddRange(args.Skip(end));
        return new(tokens, faults, args.Take(end).Contains(Json));
    }
}
