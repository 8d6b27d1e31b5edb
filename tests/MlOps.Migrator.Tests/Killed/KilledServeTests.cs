using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using MlOps.Testing;

namespace MlOps.Migrator.Tests.Killed;

/// <summary>A server that is killed under load loses nothing that it acknowledged, and stores nothing twice.</summary>
[OneVersionIsEnough]
public sealed class KilledServeTests(TestDatabase database) : DatabaseTest(database)
{
    private const int Clients = 4;
    private const int ItemsOfRequest = 20;

    private const int MostRequests = 300;

    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("MLOPS_SERVE_KILLS"), out var kills) ? kills : 5;

    private readonly TestDirectory _directory = new();
    private readonly Random _random = new(18);
    private volatile string _address = "";
    private int _requests;

    [Fact]
    public async Task Nothing_that_it_acknowledged_is_lost_and_nothing_is_stored_twice()
    {
        using var done = new CancellationTokenSource();
        var server = await StartAsync();
        var sending = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => SendAsync(done.Token))).ToList();
        for (var kill = 0; kill < Kills; kill++)
        {
            var moment = Volatile.Read(ref _requests) + _random.Next(MostRequests);
            await Polling.UntilAsync(() => Task.FromResult(Volatile.Read(ref _requests) >= moment), "requests are answered");
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            server.Dispose();
            server = await StartAsync();
        }

        await done.CancelAsync();
        var acknowledged = (await Task.WhenAll(sending)).SelectMany(ids => ids).ToList();
        // What the killed ones left in the journal is stored after the start.
        await Polling.UntilAsync(
            async () => !acknowledged.Except(await ListStoredAsync()).Any(), $"{acknowledged.Count} acknowledged items are stored");
        using (server)
        {
            using var stop = Process.Start("kill", $"-TERM {server.Id}");
            await server.WaitForExitAsync();
            Assert.Equal(0, server.ExitCode);
        }

        Assert.True(acknowledged.Count > Kills * ItemsOfRequest, $"Only {acknowledged.Count} were acknowledged.");
        var stored = await ListStoredAsync();
        Assert.Equal(stored.Count, stored.Distinct().Count());
        Assert.Equal(
            stored.Count.ToString(CultureInfo.InvariantCulture),
            Assert.Single(await Database.ColumnAsync("SELECT count(DISTINCT request_id)::text FROM ml_predictions")));
        await Database.AssertNoDeadLettersAsync();
    }

    private Task<List<string>> ListStoredAsync() => Database.ColumnAsync("SELECT id::text FROM ml_predictions");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    private async Task<Process> StartAsync()
    {
        var command = new CommandLine(_directory.Child("home"));
        var process = command.Start(
            "serve", "--urls", "http://127.0.0.1:0", "--journal", _directory.Child("journal"), "--flush-interval", "1s", "--json",
            "--connection", Database.ConnectionString);
        var line = await process.StandardOutput.ReadLineAsync();
        if (line is null)
            Assert.Fail(await process.StandardError.ReadToEndAsync());

        _address = JsonDocument.Parse(line).RootElement.GetProperty("address").GetString()!;
        return process;
    }

    // A request that got no answer is sent again, with its key, until it gets one.
    private async Task<List<string>> SendAsync(CancellationToken done)
    {
        using var client = new HttpClient();
        var acknowledged = new List<string>();
        while (!done.IsCancellationRequested)
        {
            var (key, at) = ($"{Guid.NewGuid()}", DateTimeOffset.UtcNow);
            var items = Enumerable.Range(0, ItemsOfRequest).Select(i => JsonSerializer.Serialize(new
            {
                service_name = "killed",
                prediction_type = "score",
                predicted_value = i,
                request_id = $"{key}-{i}",
                created_at = at,
            }));
            var body = string.Join('\n', items);
            List<string>? ids = null;
            await Polling.UntilAsync(
                async () => (ids = await TrySendAsync(client, key, body)) is not null, "a request is acknowledged");
            acknowledged.AddRange(ids!);
            Interlocked.Increment(ref _requests);
        }

        return acknowledged;
    }

    private async Task<List<string>?> TrySendAsync(HttpClient client, string key, string body)
    {
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/x-ndjson");
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{_address}/v1/predictions") { Content = content };
            request.Headers.Add("Idempotency-Key", key);
            using var response = await client.SendAsync(request);
            if (response.StatusCode != HttpStatusCode.OK)
                return null;

            var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            return [.. answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }
}
