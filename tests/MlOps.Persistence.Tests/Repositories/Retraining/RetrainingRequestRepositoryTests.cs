using MlOps.Domain;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Persistence.Tests.Concurrency;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Retraining;

public class RetrainingRequestRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Name = "credit-risk";

    private static readonly Guid Other = Guid.CreateVersion7(Sample.Noon);

    [Fact]
    public async Task Of_eight_that_open_at_once_one_wins_and_the_others_hear_of_it()
    {
        await StoreAsync(Build.Model());
        var contexts = Enumerable.Range(0, 8).Select(_ => Database.CreateContext()).ToList();
        var outcomes = await Database.WriteAtOnceAsync<Guid?>(
            "ml_retraining_requests", [.. contexts.Select<MlOpsDbContext, Func<Task<Guid?>>>(context => () => TryAsync(context, "ann"))]);

        var won = Assert.Single(outcomes, id => id is not null);
        Assert.Equal([$"{won}"], await Database.ColumnAsync("SELECT id::text FROM ml_retraining_requests"));
        foreach (var context in contexts)
        {
            Assert.Equal(won, (await new RetrainingRequestRepository(context).FindOpenAsync(Name))?.Id);
            await context.SaveChangesAsync();
            await context.DisposeAsync();
        }

        Assert.Equal(1, await Database.CountAsync("ml_retraining_requests"));
    }

    [Fact]
    public async Task A_second_request_names_the_open_one_and_waits_for_its_end()
    {
        await StoreAsync(Build.Model());
        await using var context = Database.CreateContext();
        var requests = new RetrainingRequestRepository(context);
        var first = await OpenAsync(requests, "ann");

        var error = await Assert.ThrowsAsync<MlOpsException>(() => OpenAsync(requests, "bob"));
        Assert.Equal(MlOpsError.Conflict, error.Error);
        Assert.Contains($"{first.Id} already, which ann opened", error.Message, StringComparison.Ordinal);

        await requests.WithdrawAsync(first.Id, "The data was wrong.", "ann", At(1));
        var second = await OpenAsync(requests, "bob", 2);
        Assert.Equal([second.Id, first.Id], (await requests.StreamAsync(Name).ToListAsync()).Select(request => request.Id));
        Assert.NotNull(second.RequestedLogin);
    }

    [Fact]
    public async Task The_request_of_another_tenant_is_in_nobodys_way()
    {
        await StoreAsync(Build.Model());
        await using (var other = Database.CreateContext(Other))
        {
            other.Add(Build.Model());
            await other.SaveChangesAsync();
            await OpenAsync(new RetrainingRequestRepository(other), "eve");
        }

        await using var context = Database.CreateContext();
        Assert.Null(await new RetrainingRequestRepository(context).FindOpenAsync(Name));
        await OpenAsync(new RetrainingRequestRepository(context), "ann");
        Assert.Single(await new RetrainingRequestRepository(context).StreamAsync(null).ToListAsync());
    }

    [Fact]
    public async Task A_request_is_for_a_model_that_is_there()
    {
        await using var context = Database.CreateContext();
        var error = await Assert.ThrowsAsync<MlOpsException>(() => OpenAsync(new RetrainingRequestRepository(context), "ann"));
        Assert.Equal((MlOpsError.NotFound, true), (error.Error, error.Message.Contains("'credit-risk'", StringComparison.Ordinal)));
        var id = Guid.CreateVersion7(Sample.Noon);
        var unknown = await Assert.ThrowsAsync<MlOpsException>(
            () => new RetrainingRequestRepository(context).WithdrawAsync(id, "wrong", "ann", At(0)));
        Assert.Equal(MlOpsError.NotFound, unknown.Error);
    }

    [Fact]
    public async Task Of_two_that_end_a_request_at_once_one_wins()
    {
        await StoreAsync(Build.Model());
        await using var left = Database.CreateContext();
        await using var right = Database.CreateContext();
        var id = (await OpenAsync(new RetrainingRequestRepository(left), "ann")).Id;

        var outcomes = await Database.WriteAtOnceAsync("ml_retraining_requests", [() => TryAsync(left), () => TryAsync(right)]);

        Assert.Single(outcomes, won => won);

        async Task<bool> TryAsync(MlOpsDbContext context)
        {
            try
            {
                await new RetrainingRequestRepository(context).WithdrawAsync(id, "wrong", "ann", At(1));
                return true;
            }
            catch (MlOpsException e) when (e.Error == MlOpsError.Conflict)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task A_version_answers_the_request_of_its_model_in_the_transaction_that_registers_it()
    {
        var (model, churn) = (Build.Model(), Build.Model("churn"));
        await StoreAsync(model, churn, Build.RetrainingRequest(), Build.RetrainingRequest("churn"));
        await using (var context = Database.CreateContext())
        {
            context.Attach(model);
            var version = context.Add(Build.ModelVersion(model, "2")).Entity;
            (await new RetrainingRequestRepository(context).FindOpenAsync(version.ModelName))!.Answer(version, At(1));
            await context.SaveChangesAsync();
        }

        Assert.Equal(
            ["churn ", "credit-risk 2"],
            await Database.ColumnAsync(
                """
                SELECT concat_ws(' ', r.model_name, coalesce(v.model_version, '')) FROM ml_retraining_requests r
                LEFT JOIN model_versions v ON v.id = r.answer_version_id ORDER BY 1
                """));
        await using var late = Database.CreateContext();
        Assert.Null(await new RetrainingRequestRepository(late).FindOpenAsync("new"));
    }

    private static DateTimeOffset At(int minute) => Sample.Noon.AddMinutes(minute);

    private static Task<RetrainingRequest> OpenAsync(RetrainingRequestRepository requests, string by, int minute = 0) =>
        requests.OpenAsync(Name, TriggerReason.Manual, "The prices have changed.", by, At(minute));

    private static async Task<Guid?> TryAsync(MlOpsDbContext context, string by)
    {
        try
        {
            return (await OpenAsync(new RetrainingRequestRepository(context), by)).Id;
        }
        catch (MlOpsException e) when (e.Error == MlOpsError.Conflict)
        {
            Assert.Contains("has retraining request", e.Message, StringComparison.Ordinal);
            return null;
        }
    }

    private async Task StoreAsync(params Entity[] entities)
    {
        await using var context = Database.CreateContext();
        context.AddRange(entities.AsEnumerable<object>());
        await context.SaveChangesAsync();
    }
}
