using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Persistence.Tenancy;
using MlOps.Server;

namespace MlOps.Benchmarks;

/// <summary>The server in this process, and a client that expects each item to be accepted.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;
    private readonly DirectoryInfo _journal;

    private HttpServer(WebApplication app, DirectoryInfo journal) =>
        (_app, _journal, _client) = (app, journal, new HttpClient { BaseAddress = new Uri(app.Urls.First()) });

    public static async Task<HttpServer> StartAsync(BenchmarkDatabase database, CancellationToken cancellationToken)
    {
        var journal = Directory.CreateTempSubdirectory("mlops-benchmark-http-");
        var app = MlOpsServer.Create(
            new ServerOptions { Urls = "http://127.0.0.1:0", JournalDirectory = journal.FullName },
            services => services.AddMlOps(options => options.ConnectionString = database.ConnectionStringAs(MlOpsRoles.Service)),
            logging => logging.ClearProviders());
        await app.StartAsync(cancellationToken);
        return new HttpServer(app, journal);
    }

    public async Task SendAsync(string path, byte[] body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var response = await _client.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        if ((int)response.StatusCode != 200)
            throw new InvalidOperationException($"{path} answered {(int)response.StatusCode}: {answer[..Math.Min(500, answer.Length)]}");
    }

    public Task FlushAsync(CancellationToken cancellationToken) =>
        _app.Services.GetRequiredService<ITenantWriters>().FlushAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _journal.Delete(recursive: true);
    }
}
