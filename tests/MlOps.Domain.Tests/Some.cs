using MlOps.Domain.Evolution;
using MlOps.Domain.Governance;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Telemetry;

namespace MlOps.Domain.Tests;

internal static class Some
{
    public static readonly DateTimeOffset Time = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);
    public static readonly Guid Tenant = new("0195a000-0000-7000-8000-00000000000a");

    public static Prediction Prediction(double? value = 0.5) =>
        Domain.Predictions.Prediction.ForService("search", "relevance", value, Time, new() { Output = Json.Parse("{}") });

    public static Model Model(string name = "churn", Guid? tenant = null)
    {
        var model = Domain.Registry.Model.Register(name, "classification", "onnx", Time);
        if (tenant is { } id)
            model.BelongTo(id);

        return model;
    }

    public static ModelVersion InTraining(string version = "1", Model? model = null) =>
        ModelVersion.Begin(model ?? Model(), version, Time);

    public static ModelVersion Trained(string version = "1", Model? model = null)
    {
        var trained = InTraining(version, model);
        trained.CompleteTraining(Time);
        return trained;
    }

    public static ModelVersion Failed(string version = "1")
    {
        var failed = InTraining(version);
        failed.Fail("out of memory", Time);
        return failed;
    }

    public static ModelVersion In(ModelStage stage, string version = "1", Model? model = null)
    {
        var placed = Trained(version, model);
        if (stage == ModelStage.Production)
            placed.PromoteToProduction(null, Change(1));
        else if (stage != ModelStage.None)
            placed.MoveTo(stage, Change(1));

        return placed;
    }

    /// <summary>An evolution experiment that runs.</summary>
    public static EvolutionExperiment Experiment()
    {
        var experiment = EvolutionExperiment.Plan("sorting", Json.Parse("1"), Json.Parse("2"), Time);
        experiment.Start(Time);
        return experiment;
    }

    public static StageChange Change(double hours = 2, Guid? decisionId = null) =>
        new("ada", "better recall", Time.AddHours(hours), decisionId);

    public static IReadOnlyCollection<TrendPoint> TrendPoints() =>
        [new(Time, 1), new(Time.AddDays(1), 2.5), new(Time.AddDays(2), 3), new(Time.AddDays(4), 5.5)];

    public static LinearTrend Trend() => LinearTrend.Fit(TrendPoints());

    public static DataQualityCheck Check() =>
        DataQualityCheck.Define("names are there", DataQualityKind.Completeness, "ml_models", "name is not null", Time);
}
