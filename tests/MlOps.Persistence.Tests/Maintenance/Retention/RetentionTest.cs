using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Persistence.Maintenance.Retention;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Retention;

/// <summary>A month of predictions of its own, and a second tenant without policies.</summary>
public abstract class RetentionTest(TestDatabase database) : DatabaseTest(database)
{
    protected static readonly DateTimeOffset Now = new(2014, 6, 20, 12, 0, 0, TimeSpan.Zero);
    protected static readonly Guid Other = Guid.CreateVersion7();

    // Each test has a month of its own, since a reset does not reach the archive.
    private static int s_months;

    private readonly DateTimeOffset _month =
        new DateTimeOffset(2002, 1, 15, 0, 0, 0, TimeSpan.Zero).AddMonths(Interlocked.Increment(ref s_months));

    protected string Name => $"{_month:yyyy_MM}";

    protected DateTimeOffset End => new(_month.AddMonths(1).AddDays(-14).Date, TimeSpan.Zero);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var context = Database.CreateOwnerContext(Other);
        await new SliceMaintenance(context).EnsureAsync(_month, _month);
        context.Add(Build.Tenant(Other));
        await context.SaveChangesAsync();
        await context.RetentionPolicies.ExecuteDeleteAsync();
    }

    protected async Task SetAsync(string table, int days, RetentionAction action, Guid? tenant = null)
    {
        await using var context = Database.CreateContext(tenant);
        await new RetentionPolicyRepository(context).SetAsync(table, days, action, Now);
    }

    protected async Task StoreAsync(Guid? tenant)
    {
        await using var context = Database.CreateContext(tenant);
        var prediction = Build.OraclePrediction(1, _month);
        context.Add(prediction);
        await context.SaveChangesAsync();
        context.Add(Build.Feedback(prediction, at: _month));
        await context.SaveChangesAsync();
    }

    protected async Task<IReadOnlyList<RetentionStep>> PlanAsync(DateTimeOffset now)
    {
        await using var context = Database.CreateOwnerContext();
        return OfTest(await new RetentionRun(context).PlanAsync(now));
    }

    protected async Task<IReadOnlyList<RetentionStep>> RunAsync(DateTimeOffset now)
    {
        await using var context = Database.CreateOwnerContext();
        return OfTest(await new RetentionRun(context).RunAsync(now));
    }

    // Slices of other tests may be there, and are empty after a reset.
    protected List<RetentionStep> OfTest(IEnumerable<RetentionStep> steps) =>
        [.. steps.Where(step => step.Slice is null || step.Slice == Name)];
}
