using System.Net;
using System.Text;

namespace Optimove.Attributes.Client.Testing.Tests;

/// <summary>A bare HttpClient on a simulator: the rules are tested without our client.</summary>
internal sealed class SimulatorClient : IDisposable
{
    private readonly HttpClient _http;

    public SimulatorClient(OptimoveSimulator simulator, string? apiKey)
    {
        _http = new HttpClient { BaseAddress = simulator.BaseAddress };
        if (apiKey is not null)
        {
            _http.DefaultRequestHeaders.Add("X-API-KEY", apiKey);
        }
    }

    public Task<(HttpStatusCode Status, string Body)> AddAsync(string json) => PostAsync("Customers/AddCustomerAttribute", json);

    public Task<(HttpStatusCode Status, string Body)> UpdateAsync(string json) => PostAsync("Customers/UpdateCustomerAttributes", json);

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task<(HttpStatusCode Status, string Body)> ListAsync() => GetAsync("Model/GetCustomerAttributeList");

    public void Dispose() => _http.Dispose();
}
