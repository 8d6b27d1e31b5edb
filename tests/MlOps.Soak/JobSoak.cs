using System.Diagnostics;
using System.Globalization;
using MlOps.Domain.Features;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Monitoring;
using Npgsql;

namespace MlOps.Soak;

/// <summary>Lets several processes run the jobs of monitors, kills one of them again and again, and counts the windows.</summary>
internal sealed class JobSoak : IAsyncDisposable
{
    private const int MinutesOfWindow = 60;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset First = Start.AddHours(2);

    private readonly string _directory = Directory.CreateTempSubdirectory("mlops-soak-").FullName;
    private readonly List<Process> _processes = [];
    private readonly SoakServer _server;
    private readonly JobSoakPlan _plan;

    private JobSoak(JobSoakPlan plan)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_directory, (UnixFileMode)Convert.ToInt32("755", 8));

        (_plan, _server) = (plan, new SoakServer(_directory, onSmallDisk: false));
    }

    private DateTimeOffset Last => First.AddHours(_plan.Windows - 1);

    public static async Task<JobSoakResult> RunAsync(JobSoakPlan plan, Action<string> report)
    {
        await using var soak = new JobSoak(plan);
        return await soak.SufferAsync(report);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await KillAsync(process);

        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<JobSoakResult> SufferAsync(Action<string> report)
    {
        await _server.StartAsync();
        await using var source = NpgsqlDataSource.Create(_server.ConnectionString);
        await StoreAsync(source);
        _processes.AddRange(Enumerable.Range(0, _plan.Processes).Select(_ => StartProcess()));
        for (var kill = 1; kill <= _plan.Kills; kill++)
        {
            // A kill is to hit a process at its work, so something new must be done first.
            var done = await CountAsync(source, "SELECT count(*) FROM monitoring_metrics");
            await UntilAsync(async () =>
                await CountAsync(source, "SELECT count(*) FROM monitoring_metrics") > done || await IsDoneAsync(source));
            await Task.Delay(Random.Shared.Next(150));
            var victim = Random.Shared.Next(_processes.Count);
            await KillAsync(_processes[victim]);
            _processes[victim] = StartProcess();
            report($"{kill}/{_plan.Kills}: {done} windows evaluated");
        }

        await UntilAsync(() => IsDoneAsync(source));
        return await CountAsync(source);
    }

    private async Task StoreAsync(NpgsqlDataSource source)
    {
        await using var context = Contexts.Create(source);
        var schema = FeatureSchema.Define("inputs", 1, Start, FeatureDefinition.Number("age"), FeatureDefinition.Category("country"));
        context.Add(schema);
        await context.SaveChangesAsync();
        await context.BulkInsertAsync(Enumerable.Range(0, (_plan.Windows + 2) * MinutesOfWindow).Select(minute => Prediction.ForService(
            "watched",
            "answer",
            minute * 53 % 100 / 100.0,
            Start.AddMinutes(minute),
            new() { Features = FeatureVector.Of(schema, [minute * 37 % 101], [minute % 3 == 0 ? "de" : "fr"]) })));
        var settings = new MonitorSettings { LookbackHours = 1, MinSample = 30, Delay = TimeSpan.Zero };
        for (var i = 0; i < _plan.Monitors; i++)
        {
            await new MonitorRepository(context).StartAsync(
                ServiceMonitor.Define($"monitor {i}", "model", "watched", Start, settings), First, Start);
        }
    }

    private Task<bool> IsDoneAsync(NpgsqlDataSource source) => IsAsync(
        source, $"SELECT NOT EXISTS (SELECT 1 FROM ml_jobs WHERE kind = 'monitor' AND next_due_at <= '{Last:O}')");

    private async Task<JobSoakResult> CountAsync(NpgsqlDataSource source)
    {
        var expected = _plan.Monitors * _plan.Windows;
        var windows = await CountAsync(
            source, "SELECT count(DISTINCT (monitor_id, date_trunc('second', timestamp))) FROM monitoring_metrics");
        return new JobSoakResult(
            _plan.Kills,
            await CountAsync(source, "SELECT count(*) FROM ml_job_runs WHERE error LIKE 'The process %'"),
            expected,
            expected - windows,
            await CountAsync(source, "SELECT count(*) FROM monitoring_metrics") - windows,
            await CountAsync(
                source,
                """
                SELECT count(*) FROM monitoring_metrics AS r
                FULL JOIN (SELECT monitoring_run_id AS id, count(*) AS results FROM ml_drift_metrics GROUP BY 1) AS d ON d.id = r.id
                WHERE r.id IS NULL OR d.results IS DISTINCT FROM 2
                """),
            await CountAsync(
                source,
                """
                SELECT count(*) FROM (
                    SELECT job, due_at FROM ml_job_runs WHERE job LIKE 'monitor%'
                    GROUP BY 1, 2 HAVING count(*) FILTER (WHERE status = 'succeeded') <> 1 OR bool_or(status = 'running')) AS wrong
                """));
    }

    private Process StartProcess()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        string[] arguments =
        [
            typeof(JobSoak).Assembly.Location, JobProcess.Run, _server.ConnectionString,
            First.ToString("O", CultureInfo.InvariantCulture), Last.ToString("O", CultureInfo.InvariantCulture),
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task KillAsync(Process process)
    {
        if (!process.HasExited)
            process.Kill();

        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task UntilAsync(Func<Task<bool>> happened)
    {
        var patience = Stopwatch.StartNew();
        while (!await happened())
        {
            if (patience.Elapsed > TimeSpan.FromMinutes(5))
                throw new InvalidOperationException("The jobs do not get on.");

            await Task.Delay(20);
        }
    }

    private static async Task<long> CountAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<bool> IsAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (bool)(await command.ExecuteScalarAsync())!;
    }
}
