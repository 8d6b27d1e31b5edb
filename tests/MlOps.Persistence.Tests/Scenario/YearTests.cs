using MlOps.Persistence.Tests.Monitoring;
using MlOps.Persistence.Tests.Monitoring.Expectations;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Persistence.Tests.Repositories.Retraining;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>
/// A year of a model. In month 4 its inputs change, and what they mean. In month 5 the gate rejects a bad version and promotes a good
/// one. In month 6 that is rolled back, and promoted again. Labels come three days late. Each number that was stored is computed once more
/// without SQL. scripts/long asks for ten times as many predictions a day.
/// </summary>
[OneVersionIsEnough, StandardNames("It reads views and the audit log by the names of their columns.")]
public sealed class YearTests : DatabaseTest
{
    private const int Seed = 20250102;
    private const int QuietPerDay = 2;

    private readonly YearDiary _diary = new();
    private readonly YearJobs _jobs;
    private readonly YearService _service;
    private readonly YearNeighbours _neighbours;
    private readonly SecondLogin _approver;

    public YearTests(TestDatabase database)
        : base(database)
    {
        (_jobs, _neighbours, _approver) = (new YearJobs(database), new YearNeighbours(database), new SecondLogin(database));
        _service = new YearService(
            database,
            _diary,
            YearWorld.Draw(Seed, YearScript.PredictionsPerDay, YearScript.Drift),
            YearWorld.Draw(Seed + 1, QuietPerDay, YearScript.End));
    }

    [Fact]
    public async Task Every_number_that_is_stored_in_a_year_is_right()
    {
        var quietVersion = await _neighbours.StoreAsync();
        var before = await _neighbours.HashOtherTenantAsync();
        await PlayAsync(quietVersion);

        await using var context = Database.CreateContext();
        var windows = await CheckMonitorsAsync(context);
        await AlertCheck.RunAsync(context, _diary, _jobs, windows);
        await RequestCheck.RunAsync(context, _diary, _jobs, windows);
        await new GateCheck(context, _diary, windows).RunAsync();
        await new RegistryCheck(Database, context, _diary).RunAsync();
        await new ViewCheck(Database, context, _diary).RunAsync(windows);
        Assert.Equal(before, await _neighbours.HashOtherTenantAsync());
    }

    public override async ValueTask DisposeAsync()
    {
        await _approver.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task PlayAsync(YearVersion quietVersion)
    {
        var people = new YearPeople(Database, _diary, _service, _jobs, _approver);
        await _service.StoreSchemaAsync();
        await people.BeginAsync();
        await _jobs.StartAsync();
        var before = 0;
        foreach (var week in YearScript.Ticks)
        {
            await Database.PassAsync(TimeSpan.FromDays(7 * (week - before)));
            await _service.StoreAsync(YearScript.Week(week), quietVersion);
            await _jobs.RunAsync(week);
            await people.ActAsync(week);
            before = week;
        }

        await _jobs.SettleAsync();
    }

    private async Task<List<ExpectedWindow>> CheckMonitorsAsync(MlOpsDbContext context)
    {
        List<KnownPrediction> answers = [.. _diary.Answers.Select(pair => pair.Answered)];
        return
        [
            .. await CheckAsync(YearJobs.Halves, answers, YearScript.FirstWindow, YearScript.LastWindow),
            .. await CheckAsync(YearJobs.Winter, answers, YearScript.FirstBesideWinter, YearScript.LastBesideWinter),
            .. await CheckAsync(YearJobs.Spring, answers, YearScript.FirstBesideSpring, YearScript.LastWindow),
            .. await CheckAsync(YearJobs.Quiet, _diary.QuietAnswers, YearScript.FirstWindow, YearScript.LastWindow),
        ];

        Task<List<ExpectedWindow>> CheckAsync(string monitor, IReadOnlyList<KnownPrediction> rows, int first, int last) =>
            MonitorCheck.RunAsync(context, monitor, rows, YearScript.Week(first), YearScript.Week(last));
    }
}
