using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;

namespace MlOps.Persistence.Tests.Docs;

/// <summary>The samples of docs/registry.md, word for word.</summary>
internal static class RegistrySample
{
    public static async Task<Model> RegisterAsync(MlOpsDbContext context, DateTimeOffset now)
    {
        // <register>
        var model = Model.Register("churn", "classification", "onnx", now, owner: "ann");
        var version = ModelVersion.Begin(model, "1", now, new ModelVersionOrigin { MlflowRunId = "4711" });
        version.CompleteTraining(now, new MetricSet([new("auc", 0.91)]), f1Score: 0.88, brierScore: 0.11);
        version.Attach(new Artifact("s3://models/churn-1.onnx", 4_194_304, "sha256:9f86d081"), now);
        context.Add(model);
        context.Add(version);
        await context.SaveChangesAsync();
        // </register>
        return model;
    }

    public static async Task PromoteAsync(MlOpsDbContext context, DateTimeOffset now)
    {
        // <promote>
        var decision = RetrainingDecision.Promote(TriggerReason.Drift, now);
        context.Add(decision);
        var versions = new ModelVersionRepository(context);
        await versions.PromoteAsync("churn", "2", new StageChange("gate", "It scores better.", now, decision.Id), expected: "1");
        // </promote>
    }

    public static async Task<ModelVersion> RollbackAsync(ModelVersionRepository versions, DateTimeOffset now)
    {
        // <rollback>
        var restored = await versions.RollbackAsync("churn", new StageChange("ann", "It fails for new customers.", now));
        // </rollback>
        return restored;
    }

    public static async Task<ModelVersion?> FindAsync(ModelVersionRepository versions, DateTimeOffset now)
    {
        // <serving>
        var serving = await versions.FindProductionAtAsync("churn", now.AddDays(-1));
        // </serving>
        return serving;
    }

    public static async Task<VersionComparison> CompareAsync(MlOpsDbContext context, DateTimeOffset now)
    {
        // <compare>
        var question = new ComparisonQuestion("churn", "1", "2", new TimeWindow(now.AddDays(-7), now))
        {
            Terms = new ComparisonTerms { SegmentFeatures = ["context:country"] },
        };
        var comparison = await new ComparisonRepository(context).CompareAsync(question);
        // </compare>
        return comparison;
    }
}
