using System.Collections.Concurrent;
using System.Globalization;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Registry;

/// <summary>
/// Promotions, rollbacks and retirements by 32 writers at once, of several models, with clocks that jump back. A history in memory says
/// what must have served at any time. scripts/long asks for 10,000 of them.
/// </summary>
[OneVersionIsEnough]
public class RandomPromotionsTests(TestDatabase database) : DatabaseTest(database)
{
    private const int Writers = 32;
    private const int Models = 12;
    private const int Versions = 5;

    private static readonly int Changes = int.Parse(
        Environment.GetEnvironmentVariable("MLOPS_PROMOTIONS") ?? "1000", CultureInfo.InvariantCulture);

    private readonly ConcurrentBag<ServingChange> _made = [];
    private int _number;
    private int _done;
    private int _conflicts;
    private int _late;

    [Fact]
    public async Task What_served_is_known_for_every_moment_however_many_promote_at_once()
    {
        await StoreAsync();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(new Random(writer)))));
        Assert.NotEqual(0, _conflicts);
        Assert.NotEqual(0, _late);
        await Task.WhenAll(Enumerable.Range(0, Models).Select(number => Task.Run(() => CheckAsync(NameModel(number)))));
        Assert.Equal(["0"], await Database.ColumnAsync(
            """
            SELECT count(*)::text FROM ml_serving_periods one JOIN ml_serving_periods other
            ON other.model_name = one.model_name AND other.id <> one.id AND other.served && one.served
            """));
    }

    private static string NameModel(int number) => $"model-{number}";

    private async Task StoreAsync()
    {
        await using var context = Database.CreateContext();
        foreach (var model in Enumerable.Range(0, Models).Select(number => Build.Model(NameModel(number))))
        {
            context.Add(model);
            context.AddRange(Enumerable.Range(1, Versions).Select(version => Build.ModelVersion(model, $"{version}")));
        }

        await context.SaveChangesAsync();
    }

    private async Task CheckAsync(string model)
    {
        await using var context = Database.CreateContext();
        var versions = new ModelVersionRepository(context);
        var history = new ServingOracle();
        foreach (var change in _made.Where(change => change.Model == model).OrderBy(change => change.At))
            history.Apply(change);

        Assert.Equal(history.Periods, await ListPeriodsAsync(versions, model));
        Assert.Equal(history.Periods, await ListAliasesAsync(context, model));
        Assert.Equal(history.Periods, await ReplayTransitionsAsync(versions, model));
        foreach (var moment in history.ListMoments(new Random(1)))
        {
            var served = await versions.FindProductionAtAsync(model, moment);
            Assert.Equal($"{moment:O} {history.FindVersion(moment)}", $"{moment:O} {served?.Version}");
        }
    }

    private async Task WriteAsync(Random random)
    {
        while (Volatile.Read(ref _done) < Changes)
        {
            // One that lives long tracks all that it has changed.
            await using var context = Database.CreateContext();
            var versions = new ModelVersionRepository(context);
            var number = Interlocked.Increment(ref _number);
            var model = NameModel(random.Next(Models));
            // No two times are equal, so that they tell the order of the changes.
            var late = random.Next(20) == 0 ? random.Next(50) : 0;
            var at = Sample.Noon.AddMicroseconds(((number - late) * 100) + (late > 0 ? 1 + (number % 99) : 0));
            var change = new StageChange("ann", "next", at);
            try
            {
                var made = random.Next(10) switch
                {
                    0 => await RetireAsync(versions, model, change),
                    1 or 2 => new ServingChange(model, at, ServingStep.Rollback, (await versions.RollbackAsync(model, change)).Version),
                    _ => new ServingChange(
                        model, at, ServingStep.Promotion,
                        (await versions.PromoteAsync(model, $"{random.Next(Versions) + 1}", change)).Version),
                };
                if (made is null)
                    continue;

                _made.Add(made);
                Interlocked.Increment(ref _done);
            }
            catch (MlOpsException e) when (e.Error is MlOpsError.Conflict)
            {
                Interlocked.Increment(ref _conflicts);
            }
            catch (MlOpsException e) when (e.Error is MlOpsError.NotFound)
            {
                // There was nothing to roll back.
            }
            catch (IllegalTransitionException)
            {
                Interlocked.Increment(ref _late);
            }
        }
    }

    private static async Task<ServingChange?> RetireAsync(ModelVersionRepository versions, string model, StageChange change)
    {
        var serving = await versions.FindInProductionAsync(model);
        if (serving is null)
            return null;

        var version = serving.Version;
        await versions.MoveAsync(model, version, ModelStage.Archived, change);
        return new ServingChange(model, change.At, ServingStep.Retirement, version);
    }

    private static async Task<List<ServedTime>> ListPeriodsAsync(ModelVersionRepository versions, string model) =>
        await versions.StreamServingPeriodsAsync(model)
            .Select(period => new ServedTime(period.Version, period.ServedFrom, period.ServedTo)).ToListAsync();

    private static async Task<List<ServedTime>> ListAliasesAsync(MlOpsDbContext context, string model) =>
        await new ModelAliasRepository(context).StreamHistoryAsync(model, ModelAlias.Champion)
            .Select(alias => new ServedTime(alias.Version, alias.ValidFrom, alias.ValidTo)).ToListAsync();

    private static async Task<List<ServedTime>> ReplayTransitionsAsync(ModelVersionRepository versions, string model)
    {
        var periods = new List<ServedTime>();
        await foreach (var step in versions.StreamHistoryAsync(model))
        {
            if (step.FromStage == ModelStage.Production)
                periods[^1] = periods[^1] with { To = step.CreatedAt };
            if (step.ToStage == ModelStage.Production)
                periods.Add(new ServedTime(step.Version, step.CreatedAt, null));
        }

        return periods;
    }
}
