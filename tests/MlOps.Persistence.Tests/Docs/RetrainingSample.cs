using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Notices;
using MlOps.Persistence.Repositories.Retraining;

namespace MlOps.Persistence.Tests.Docs;

/// <summary>The samples of docs/retraining.md, word for word.</summary>
internal static class RetrainingSample
{
    public static async Task DefineAsync(MlOpsDbContext context, DateTimeOffset now)
    {
        // <policy>
        var policy = RetrainingPolicy.Define(
            "churn",
            new GateThresholds
            {
                MinFeatureDriftRatio = 0.3,
                RetrainEvery = TimeSpan.FromDays(30),
                RequestCoolDown = TimeSpan.FromDays(2),
            },
            "ann",
            now,
            modelName: "churn");
        context.Add(policy);
        await context.SaveChangesAsync();
        // </policy>
    }

    public static async Task<RetrainingRequest> RequestAsync(MlOpsDbContext context, DateTimeOffset now)
    {
        // <request>
        var requests = new RetrainingRequestRepository(context);
        var request = await requests.OpenAsync("churn", TriggerReason.Manual, "The prices have changed.", "ann", now);
        // </request>
        return request;
    }

    public static void AddSink(HostApplicationBuilder builder, string secret, string token)
    {
        // <sink>
        builder.Services.AddMlOps().AddMlOpsJobs(options =>
            options.Retraining.Sinks.Add(new WebhookSink("airflow", new WebhookOptions
            {
                Url = new("https://airflow.example.com/api/v2/dags/train/dagRuns"),
                Secret = secret,
                Authorization = $"Bearer {token}",
            })));
        // </sink>
    }

    public static async Task<RetrainingRequest?> AnswerAsync(MlOpsDbContext context, ModelVersion version, DateTimeOffset now)
    {
        // <answer>
        context.Add(version);
        var answered = await new RetrainingRequestRepository(context).FindOpenAsync(version.ModelName);
        answered?.Answer(version, now);
        await context.SaveChangesAsync();
        // </answer>
        return answered;
    }
}
