using MlOps.Persistence;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class JobsTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Hostile = "a\e[2J\u202e";

    private static readonly DateTimeOffset Noon = Testing.Sample.Noon;

    [Fact]
    public async Task A_list_has_each_job_with_what_goes_on_and_how_it_ended()
    {
        var (nightly, running, failed) = (Build.Job("nightly"), Build.JobRun("nightly", Noon.AddHours(1)), Build.JobRun("nightly"));
        failed.Fail(Hostile, Noon.AddMinutes(1));
        await StoreAsync(nightly, Build.Job("idle"), running, failed);
        await Database.ExecuteAsync(
            "UPDATE ml_jobs SET leased_until = now() + interval '1 minute', failures = 2, is_enabled = false, " +
            $"run_id = '{running.Id}' WHERE name = 'nightly'");

        var json = Manual.ParseJson("jobs list", await ReadAsync("jobs", "list", "--json"));
        Assert.Equal(["idle", "nightly"], json.Select(job => job.GetProperty("job").GetString()));
        Assert.Equal(("1h", true), (json[0].GetProperty("every").GetString(), json[0].GetProperty("enabled").GetBoolean()));
        Assert.Equal(
            (Noon.AddHours(1), "host-1", 2, Hostile),
            (json[1].GetProperty("runningSince").GetDateTimeOffset(), json[1].GetProperty("runner").GetString(),
                json[1].GetProperty("failures").GetInt32(), json[1].GetProperty("lastResult").GetString()));

        var lines = (await ReadAsync("jobs", "list")).Split('\n');
        Assert.Equal("idle\tRefreshViews\t1h\t2026-03-01 12:00:00Z\tyes\t\t\t0\t\t", lines[1]);
        Assert.Equal(
            "nightly\tRefreshViews\t1h\t2026-03-01 12:00:00Z\tno\t2026-03-01 13:00:00Z\thost-1\t2\t2026-03-01 12:01:00Z\t" +
            "a\\u001b[2J\\u202e",
            lines[2]);
    }

    [Fact]
    public async Task The_views_are_refreshed_although_they_are_not_due()
    {
        await StoreAsync(Build.Job(at: Noon.AddYears(300)));

        var run = Manual.ParseJson("jobs run", await ReadAsync("jobs", "run", "refresh views", "--at", "2026-03-01T12:30Z", "--json"));
        Assert.Equal(
            (Noon, null), (Assert.Single(run).GetProperty("dueAt").GetDateTimeOffset(), run[0].GetProperty("error").GetString()));
        Assert.Matches(
            @"^2026-03-01 12:00:00Z refresh views: done in [\d.]+ s\n$",
            await ReadAsync("jobs", "run", "refresh views", "--at", "2026-03-01 12:30"));

        var history = Manual.ParseJson("jobs history", await ReadAsync("jobs", "history", "refresh views", "--json"));
        Assert.Equal(["succeeded", "succeeded"], history.Select(entry => entry.GetProperty("status").GetString()));
        Assert.All(history, entry => Assert.EndsWith($":{Environment.ProcessId}", entry.GetProperty("runner").GetString()));
        Assert.Equal(2, (await ReadAsync("jobs", "history", "--limit", "1")).TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public async Task A_job_that_fails_says_why_and_ends_with_a_code_of_its_own()
    {
        await StoreAsync(Build.Job());
        var result = await CommandInProcess.RunAsync(
            "jobs", "run", "refresh views", "--at", "2026-03-01T12:30Z", "--connection", Database.ConnectionString);

        Assert.Equal(ExitCode.Of(MlOpsError.JobFailed), result.ExitCode);
        Assert.Matches(@"^2026-03-01 12:00:00Z refresh views: failed after [\d.]+ s\. .*\n$", result.Output);
        Assert.Equal(
            $"mlops: 1 of 1 run failed, for the reasons above. '{Invocation.Program} jobs run NAME' tries again.", result.Error.Trim());
    }

    [Fact]
    public async Task A_job_is_disabled_and_enabled_again()
    {
        await StoreAsync(Build.Job());

        Assert.Equal("Job 'refresh views' is disabled.\n", await ReadAsync("jobs", "disable", "refresh views"));
        var refused = await RunAsync("jobs", "run", "refresh views", "--at", "2026-03-01T12:30Z");
        Assert.Equal(
            (ExitCode.Usage, "mlops: Job 'refresh views' is disabled. Enable it, and run it then."),
            (refused.ExitCode, refused.Error.Trim()));
        var json = Manual.ParseJson("jobs enable", await ReadAsync("jobs", "enable", "refresh views", "--json")).Single();
        Assert.Equal((true, Noon), (json.GetProperty("enabled").GetBoolean(), json.GetProperty("nextDue").GetDateTimeOffset()));
        Assert.Equal(
            "Job 'refresh views' is enabled, and due at 2026-03-01 12:00:00Z.\n", await ReadAsync("jobs", "enable", "refresh views"));
    }

    [Theory]
    [InlineData("jobs", "run")]
    [InlineData("jobs", "history")]
    [InlineData("jobs", "enable")]
    [InlineData("jobs", "disable")]
    public async Task An_unknown_job_is_named_with_what_shows_the_others(params string[] verb)
    {
        var result = await RunAsync([.. verb, "nightly"]);
        Assert.Equal(
            (ExitCode.Of(MlOpsError.NotFound), $"mlops: There is no job 'nightly'. '{Invocation.Program} jobs list' shows the names."),
            (result.ExitCode, result.Error.Trim()));
    }

    [Fact]
    public async Task Where_there_is_nothing_it_says_so()
    {
        await StoreAsync(Build.Job("quiet"));
        Assert.Equal("No job has run yet.", (await RunAsync("jobs", "history")).Error.Trim());
        Assert.Equal("Job 'quiet' has not run yet.", (await RunAsync("jobs", "history", "quiet")).Error.Trim());
        Assert.Empty(await ReadAsync("jobs", "history", "quiet", "--json"));
        await Database.ResetAsync();
        Assert.Equal(
            $"There are no jobs. '{Invocation.Program} monitor add' adds one.", (await RunAsync("jobs", "list")).Error.Trim());
    }

    private async Task StoreAsync(params object[] entities)
    {
        await using var context = Database.CreateContext();
        context.AddRange(entities);
        await context.SaveChangesAsync();
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync([.. arguments, "--connection", Database.OwnerConnectionString]);

    private Task<string> ReadAsync(params string[] arguments) =>
        CommandInProcess.ReadAsync([.. arguments, "--connection", Database.OwnerConnectionString]);
}
