using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class HealthTests(TestDatabase database) : DatabaseTest(database)
{
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task A_database_that_is_well_ends_with_0_whatever_another_tenant_has()
    {
        await MigrateAsync();
        // The jobs of a new database are due at once.
        var jobs = await CommandInProcess.RunAsync("run", "--once", "--connection", Database.OwnerConnectionString);
        Assert.True(jobs.ExitCode == 0, jobs.ToString());
        var other = Guid.CreateVersion7();
        await StoreAsync([Writer(10_000), Build.DeadLetter(), Build.Job("foreign", at: _now.AddDays(-1))], other);
        await StoreAsync(Fire(AlertLevel.Critical), other);
        // A second migration of the same database makes no jobs.
        var refreshed = Build.JobRun("nightly", _now);
        refreshed.Succeed(_now);
        await StoreAsync([Writer(0), Build.Job("nightly", at: _now.AddHours(1)), refreshed]);

        var result = await RunAsync("--json");
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        var checks = Manual.ParseJson("health", result.Output);
        Assert.All(checks, check => Assert.Equal("healthy", check.GetProperty("state").GetString()));
        Assert.All(checks, check => Assert.NotEmpty(check.GetProperty("seen").GetString()!));
        Assert.Superset(
            new HashSet<string?>
            {
                "connection", "tables", "recent activity", "error rates", "writer queues", "write latency", "database size",
                "overdue jobs", "failing jobs", "slices", "dead letters", "open alerts", "journals", "materialized views", "growth",
                "replication", "long transactions", "prepared transactions", "wraparound",
            },
            checks.Select(check => check.GetProperty("check").GetString()).ToHashSet());
        var two = await Task.WhenAll(RunAsync(), RunAsync());
        Assert.All(two, one => Assert.Equal(0, one.ExitCode));
        Assert.All(two, one => Assert.EndsWith(" is healthy.\n", one.Error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(100, "healthy")]
    [InlineData(150, "degraded")]
    [InlineData(250, "unhealthy")]
    public async Task A_writer_with_a_full_queue_is_seen(int queue, string state)
    {
        await StoreAsync([Writer(queue)]);
        await AssertAsync(
            "writer queues", state, state == "healthy" ? "No writer has a long queue." : $"{queue} writes of process host-1:4711 wait");
    }

    [Fact]
    public async Task A_writer_that_gives_no_sign_of_life_is_seen()
    {
        await StoreAsync([Writer(0, _now.AddMinutes(-10))]);
        await AssertAsync("writer queues", "degraded", "has given no sign of life since");
    }

    [Theory]
    [InlineData(90, "healthy")]
    [InlineData(500, "degraded")]
    [InlineData(2000, "unhealthy")]
    public async Task Slow_writes_are_seen(int milliseconds, string state)
    {
        await StoreAsync([Writer(0, latency: TimeSpan.FromMilliseconds(milliseconds))]);
        await AssertAsync("write latency", state, state == "healthy" ? "fast enough" : $"took {milliseconds} ms");
    }

    [Fact]
    public async Task A_dead_letter_is_seen()
    {
        await StoreAsync([Build.DeadLetter()]);
        await AssertAsync("dead letters", "degraded", "has refused: 1.");
    }

    [Theory, InlineData(AlertLevel.Warning, "degraded"), InlineData(AlertLevel.Critical, "unhealthy")]
    public async Task An_open_alert_is_seen(AlertLevel level, string state)
    {
        await StoreAsync(Fire(level));
        await AssertAsync("open alerts", state, "'high error rate'");
    }

    [Theory, InlineData(5, "healthy"), InlineData(30, "degraded"), InlineData(120, "unhealthy")]
    public async Task A_job_that_nobody_runs_is_seen(int minutes, string state)
    {
        var (everyMinute, at) = (new JobSchedule(TimeSpan.FromMinutes(1)), _now.AddMinutes(-minutes));
        await StoreAsync([Job.Define("nightly", JobKind.RefreshViews, everyMinute, at)]);
        await AssertAsync("overdue jobs", state, state == "healthy" ? "No job is overdue." : "Job 'nightly' was due at ");
    }

    [Fact]
    public async Task The_job_that_evaluates_alerts_is_seen_if_nobody_runs_it()
    {
        await StoreAsync([DefaultJobs.EvaluateAlerts(_now.AddHours(-3))]);
        await AssertAsync("overdue jobs", "unhealthy", "Job 'evaluate alerts' was due at ");
    }

    [Theory, InlineData(0, "healthy"), InlineData(1, "degraded"), InlineData(5, "unhealthy")]
    public async Task A_job_that_fails_is_seen(int failures, string state)
    {
        await StoreAsync([Build.Job("nightly", at: _now)]);
        await Database.ExecuteAsync($"UPDATE ml_jobs SET failures = {failures}");
        await AssertAsync("failing jobs", state, failures == 0 ? "No job fails." : $"Job 'nightly' has failed {failures} times in a row.");
    }

    [Fact]
    public async Task A_row_without_a_slice_is_seen()
    {
        await MigrateAsync();
        await StoreAsync([Build.Prediction(at: _now.AddYears(-20))]);
        await AssertAsync("slices", "degraded", "Rows of all tenants wait for a slice of ml_predictions: 1.");
    }

    [Theory, InlineData(15, "healthy"), InlineData(25, "degraded"), InlineData(40, "unhealthy")]
    public async Task A_service_that_errs_too_often_is_seen(int wrong, string state)
    {
        var predictions = Enumerable.Range(0, 100).Select(i => Build.Prediction(value: 1, at: _now.AddMinutes(-1 - i))).ToList();
        foreach (var (index, prediction) in predictions.Index())
            prediction.RecordLabel(index < wrong ? 0 : 1, _now);

        await StoreAsync([.. predictions]);
        await AssertAsync(
            "error rates", state, state == "healthy" ? "No service has too many errors." : $"The error of service 'search' is {wrong}%");
    }

    [Theory, InlineData(0, "healthy"), InlineData(4, "unhealthy")]
    public async Task A_service_that_is_silent_at_a_usual_time_is_seen(int weeks, string state)
    {
        var last = _now.AddHours(-3);
        var before = Enumerable.Range(1, weeks)
            .SelectMany(week => Enumerable.Range(0, 36).Select(i => last.AddDays(-7 * week).AddMinutes(5 * i)));
        await StoreAsync([.. before.Append(last).Select(at => Build.Prediction(at: at))]);
        await AssertAsync("recent activity", state, "Service 'search' has made no prediction since ");
    }

    [Fact]
    public async Task A_database_of_another_version_is_unhealthy()
    {
        await Database.ExecuteAsync("UPDATE mlops_migrations_history SET \"MigrationId\" = '30000101000000_Later'");
        try
        {
            await AssertAsync("tables", "unhealthy", "The database does not have the migrations ");
        }
        finally
        {
            await using var context = Database.CreateOwnerContext();
            await Database.ExecuteAsync(
                $"UPDATE mlops_migrations_history SET \"MigrationId\" = '{context.Database.GetMigrations().Single()}'");
        }
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_a_finding_of_its_own()
    {
        var result = await CommandInProcess.RunAsync(
            "health", "--json", "--connection", "Host=localhost;Port=1;Username=nobody;Database=x;Timeout=5");
        var finding = Manual.ParseJson("health", result.Output).Single();
        Assert.Equal(
            (2, "connection", "unhealthy", ""),
            (result.ExitCode, finding.GetProperty("check").GetString(), finding.GetProperty("state").GetString(), result.Error));
        Assert.StartsWith("The database cannot be used: ", finding.GetProperty("seen").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_reader_may_not_see_is_neither_healthy_nor_broken()
    {
        // A session of another login, which the reader sees nothing of.
        await using var session = await Database.OwnerDataSource.OpenConnectionAsync();
        var result = await CommandInProcess.RunAsync(
            "health", "--json", "--connection", Database.ConnectionStringAs(MlOpsRoles.Reader));
        var checks = Manual.ParseJson("health", result.Output);
        Assert.Equal("not visible", Find(checks, "slices").GetProperty("state").GetString());
        Assert.Equal("not visible", Find(checks, "long transactions").GetProperty("state").GetString());
        Assert.Equal("healthy", Find(checks, "tables").GetProperty("state").GetString());
        Assert.Equal(0, result.ExitCode);
    }

    private async Task AssertAsync(string name, string state, string seen)
    {
        var result = await RunAsync("--json");
        var check = Find(Manual.ParseJson("health", result.Output), name);
        Assert.Equal(state, check.GetProperty("state").GetString());
        Assert.Contains(seen, check.GetProperty("seen").GetString(), StringComparison.Ordinal);
        if (state != "healthy")
            Assert.InRange(result.ExitCode, state == "degraded" ? 1 : 2, 2);
    }

    private static JsonElement Find(List<JsonElement> checks, string name) =>
        checks.Single(check => check.GetProperty("check").GetString() == name);

    private WriterReport Writer(int queue, DateTimeOffset? at = null, TimeSpan? latency = null)
    {
        var writer = Build.WriterReport(at: at ?? _now);
        writer.Renew(new WriterActivity { QueueLength = queue, FlushLatency = latency }, at ?? _now);
        return writer;
    }

    private object[] Fire(AlertLevel level)
    {
        var rule = Build.AlertRule(severity: level);
        return [rule, Build.Alert(rule, at: _now)];
    }

    private async Task MigrateAsync() =>
        await CommandInProcess.RunAsync("migrate", "--connection", Database.OwnerConnectionString);

    private async Task StoreAsync(object[] entities, Guid? tenant = null)
    {
        await using var context = Database.CreateContext(tenant);
        context.AddRange(entities);
        await context.SaveChangesAsync();
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync(["health", .. arguments, "--connection", Database.OwnerConnectionString]);
}
