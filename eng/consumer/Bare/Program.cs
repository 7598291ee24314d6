using System.Net.Http.Json;
using System.Text.Json.Serialization;

// Bare ADDRESS KEY    the first answer, as one would write it by hand
using var client = new HttpClient { BaseAddress = new Uri(args[0]) };
client.DefaultRequestHeaders.Add("X-API-KEY", args[1]);
var catalog = await client.GetFromJsonAsync("Model/GetCustomerAttributeList", BareContext.Default.EntryArray);
Console.WriteLine($"{catalog!.Length} attributes");

internal sealed record Entry(string RealFieldName, string Description);

[JsonSerializable(typeof(Entry[]))]
internal sealed partial class BareContext : JsonSerializerContext;
