using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlOps.Persistence.Ingestion.Writing;

namespace MlOps.Server.Tests;

/// <summary>A server on a free port, and a client of it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private const string Lines = "application/x-ndjson";

    private readonly WebApplication _app;

    private RunningServer(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public string Address => _app.Urls.First();

    public IServiceProvider Services => _app.Services;

    public static async Task<RunningServer> StartAsync(
        string connection, string journal, TimeProvider clock, Action<ServerOptions>? configure = null)
    {
        var options = new ServerOptions
        {
            Urls = "http://127.0.0.1:0",
            JournalDirectory = journal,
            FlushInterval = TimeSpan.FromMilliseconds(50),
        };
        configure?.Invoke(options);
        var app = MlOpsServer.Create(
            options,
            services => services.AddSingleton(clock).AddMlOps(mlops => mlops.ConnectionString = connection),
            logging => logging.ClearProviders());
        await app.StartAsync();
        return new RunningServer(app);
    }

    /// <summary>Returns when everything that was accepted is stored.</summary>
    public Task FlushAsync() => Services.GetRequiredService<ITenantWriters>().FlushAsync();

    /// <summary>Sends JSON, or lines of it.</summary>
    public async Task<(int Status, JsonElement Answer)> SendAsync(
        string path, string body, bool isLines = false, params (string Name, string Value)[] headers)
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(isLines ? Lines : "application/json"));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);

        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
