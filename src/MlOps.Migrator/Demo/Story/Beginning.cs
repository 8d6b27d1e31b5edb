using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Migrator.Demo.Training;
using MlOps.Migrator.Demo.World;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Registry;

namespace MlOps.Migrator.Demo.Story;

/// <summary>What is there before day 1: six models with a version in production each, what the gate asks for, and a monitor.</summary>
internal sealed class Beginning(MlOpsDbContext context, Calendar calendar, CancellationToken cancellationToken)
{
    public const string FirstVersion = "1";

    /// <summary>By which the demo knows its models.</summary>
    public const string Framework = "logistic regression of the demo";

    /// <summary>From so few cases the model of the dice learns, so that its answers are poor.</summary>
    public const int FewExamples = 12;

    /// <summary>What the gate asks of a version that is to answer for the tasks.</summary>
    public static GateThresholds Thresholds { get; } = new()
    {
        PrimaryMetric = GateMetric.F1,
        Lookback = TimeSpan.FromDays(4),
        MinLabeledSamples = 500,
        MinCoveragePct = 20,
        Guards = [new GateGuard(GateMetric.Brier, 0.01)],
        MinFeatureDriftRatio = 0.5,
        CoolDown = TimeSpan.FromDays(2),
        RequiresApproval = true,
    };

    /// <summary>Stores what is missing of it.</summary>
    public async Task<int> EnsureAsync()
    {
        foreach (var service in DemoServices.All)
        {
            if (!await context.Models.AnyAsync(model => model.Name == service.ModelName, cancellationToken))
                await RegisterAsync(service);
        }

        if (!await context.RetrainingPolicies.AnyAsync(policy => policy.Name == Names.Policy, cancellationToken))
        {
            context.Add(RetrainingPolicy.Define(
                Names.Policy, Thresholds, "ann", calendar.Registered, modelName: DemoServices.Tasks.ModelName));
            await context.SaveChangesAsync(cancellationToken);
        }

        await new Watch(context, cancellationToken).EnsureAsync(FirstVersion, calendar.Start, calendar.Registered);
        return DemoServices.All.Count;
    }

    private async Task RegisterAsync(DemoService service)
    {
        var at = calendar.Registered;
        var past = CaseDay.DrawPast(service, calendar);
        var schema = service.DefineSchema(at);
        var model = Model.Register(service.ModelName, "classification", Framework, at, owner: service.Name, service.Question);
        var plan = new TrainingPlan(service, model, schema, FirstVersion)
        {
            ExampleCount = service == DemoServices.Rolls ? FewExamples : null,
        };
        context.AddRange(model, schema);
        var version = new Trainer(context).Train(
            plan, [.. past.Select(known => (known.Inputs, known.Outcome))], new TimeWindow(calendar.PastStart, calendar.PastEnd), at);
        model.SetBaseline(version.Metrics, version.UpdatedAt);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        await new ModelVersionRepository(context).PromoteAsync(
            model.Name, FirstVersion, new StageChange("ann", "The first version.", calendar.Start), cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
