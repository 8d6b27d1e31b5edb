using System.Text.Json;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Notices;
using MlOps.Persistence.Retraining;
using MlOps.Persistence.Tests.Alerts;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Retraining;

/// <summary>What the outside hears of requests.</summary>
public class RetrainingNoticeTests(TestDatabase database) : DatabaseTest(database)
{
    private readonly RetrainingRequest _request = Build.RetrainingRequest("it's");
    private readonly ListSink<RetrainingNotice> _sink = new();

    [Fact]
    public async Task A_receiver_that_fails_twice_gets_one_request_once_signed_and_as_airflow_reads_it()
    {
        await StoreAsync(_request);
        await using var receiver = new WebhookReceiver { Answer = number => (number <= 2 ? 503 : 200, null) };
        using var webhook = new WebhookSink("webhook", new WebhookOptions
        {
            Url = receiver.Url,
            Secret = "secret",
            Authorization = "Bearer token",
            AllowPrivateAddresses = true,
        });
        await RunAsync(0, webhook);
        await RunAsync(90, webhook);

        Assert.Equal(3, receiver.Calls.Count);
        Assert.Single(receiver.Calls.DistinctBy(call => call.Headers["X-MLflow-Delivery-Id"]));
        var (body, headers, _) = receiver.Calls.Last();
        Assert.StartsWith("v1,", headers["X-MLflow-Signature"], StringComparison.Ordinal);
        Assert.Equal("Bearer token", headers["Authorization"]);
        var root = JsonDocument.Parse(body).RootElement;
        Assert.Equal(["dag_run_id", "logical_date", "conf"], root.EnumerateObject().Select(property => property.Name));
        Assert.Equal($"mlops-{_request.Id}", root.GetProperty("dag_run_id").GetString());
        var conf = root.GetProperty("conf");
        Assert.Equal(
            ("retraining_request", $"{_request.Id}", "it's", "manual", "The prices have changed.", "ann"),
            (Text("kind"), Text("id"), Text("model"), Text("trigger"), Text("why"), Text("requestedBy")));
        Assert.Equal(@"mlops models register 'it'\''s' VERSION", Text("reply"));

        string? Text(string name) => conf.GetProperty(name).GetString();
    }

    [Fact]
    public async Task A_receiver_that_has_it_already_is_asked_no_more()
    {
        await StoreAsync(_request);
        await using var receiver = new WebhookReceiver { Answer = _ => (409, null) };
        using var webhook = new WebhookSink(
            "webhook", new WebhookOptions { Url = receiver.Url, Secret = "secret", AllowPrivateAddresses = true });
        await RunAsync(0, webhook);
        await RunAsync(90, webhook);
        Assert.Single(receiver.Calls);
    }

    [Fact]
    public async Task A_process_that_is_stopped_between_opening_and_telling_leaves_the_telling_to_the_next_one()
    {
        await StoreAsync(_request);
        using var stop = new CancellationTokenSource();
        _sink.After = _ =>
        {
            stop.Cancel();
            stop.Token.ThrowIfCancellationRequested();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Runner(_sink).RunDueAsync(At(0), stop.Token));

        _sink.After = _ => { };
        await RunAsync(0, _sink);
        await RunAsync(1, _sink);

        Assert.Equal(2, _sink.Got.Count);
        Assert.Single(_sink.Got.DistinctBy(notice => notice.Id));
        Assert.Equal(["list 1", "log 1"], await DeliveriesAsync());
    }

    [Fact]
    public async Task It_is_tried_until_the_request_is_withdrawn()
    {
        await StoreAsync(_request);
        _sink.After = _ => throw new InvalidOperationException("away");
        await RunAsync(0, _sink);
        await RunAsync(3 * 24 * 60, _sink);
        Assert.Equal(2, _sink.Got.Count);

        await Database.ExecuteAsync(
            "UPDATE ml_retraining_requests SET closed_at = created_at, closed_by = 'ann', withdrawal_reason = 'wrong'");
        await RunAsync(4 * 24 * 60, _sink);
        Assert.Equal(2, _sink.Got.Count);
    }

    [Fact]
    public void Two_sinks_of_one_name_are_refused()
    {
        var options = new JobRunnerOptions();
        options.Retraining.Sinks.Add(_sink);
        options.Retraining.Sinks.Add(new ListSink<RetrainingNotice>());
        Assert.Throws<ArgumentException>(() => new JobRunner(_ => throw new NotSupportedException(), options));
    }

    private static DateTimeOffset At(int minute) => Sample.Noon.AddMinutes(minute);

    private Task<List<string>> DeliveriesAsync() => Database.ColumnAsync(
        "SELECT concat_ws(' ', sink, attempts) FROM ml_retraining_deliveries WHERE delivered_at IS NOT NULL ORDER BY 1");

    private async Task StoreAsync(params Entity[] entities)
    {
        await using var context = Database.CreateContext();
        context.AddRange(entities.AsEnumerable<object>());
        context.Add(DefaultJobs.RequestRetraining(Sample.Noon));
        await context.SaveChangesAsync();
    }

    private JobRunner Runner(INoticeSink sink)
    {
        var options = new JobRunnerOptions();
        options.Retraining.Sinks.Add(sink);
        return new JobRunner(tenant => Database.CreateContext(tenant), options);
    }

    private async Task RunAsync(int minute, INoticeSink sink) =>
        Assert.All(await Runner(sink).RunDueAsync(At(minute)), run => Assert.Null(run.Error));
}
