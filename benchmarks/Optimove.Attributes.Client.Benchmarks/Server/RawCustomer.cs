namespace Optimove.Attributes.Client.Benchmarks.Server;

/// <summary>A customer, as the baseline has it: every value is text already.</summary>
internal sealed record RawCustomer(string Id, KeyValuePair<string, string>[] Attributes);
