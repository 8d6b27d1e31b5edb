using MlOps.Domain.Evolution;
using MlOps.Domain.Features;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Telemetry;

namespace MlOps.Domain.Tests;

internal static class Sample
{
    public static readonly DateTimeOffset Time = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);
    public static readonly Guid Tenant = new("0195a000-0000-7000-8000-00000000000a");

    public static Prediction Prediction(double? value = 0.5) =>
        Domain.Predictions.Prediction.ForService(
            "search", "relevance", value, Time, new() { Output = Json.Parse("{}") });

    public static Model Model(string name = "churn", Guid? tenant = null)
    {
        var model = Domain.Registry.Model.Register(name, "classification", "onnx", Time);
        if (tenant is { } id)
            model.BelongTo(id);

        return model;
    }

    public static ModelVersion VersionInTraining(string version = "1", Model? model = null) =>
        ModelVersion.Begin(model ?? Model(), version, Time);

    public static ModelVersion TrainedVersion(string version = "1", Model? model = null)
    {
        var trained = VersionInTraining(version, model);
        trained.CompleteTraining(Time);
        return trained;
    }

    public static ModelVersion FailedVersion(string version = "1")
    {
        var failed = VersionInTraining(version);
        failed.Fail("out of memory", Time);
        return failed;
    }

    public static ModelVersion VersionIn(ModelStage stage, string version = "1", Model? model = null)
    {
        var placed = TrainedVersion(version, model);
        if (stage == ModelStage.Production)
            placed.PromoteToProduction(null, StageChange(1));
        else if (stage != ModelStage.None)
            placed.MoveTo(stage, StageChange(1));

        return placed;
    }

    public static FeatureVector Vector() =>
        FeatureVector.Of(FeatureSchema.Define("churn", 1, Time, FeatureDefinition.Number("age")), [41]);

    public static EvolutionExperiment RunningExperiment()
    {
        var experiment = EvolutionExperiment.Plan("sorting", Json.Parse("1"), Json.Parse("2"), Time);
        experiment.Start(Time);
        return experiment;
    }

    public static StageChange StageChange(double hours = 2, Guid? decisionId = null) =>
        new("ada", "better recall", Time.AddHours(hours), decisionId);

    public static IReadOnlyCollection<TrendPoint> TrendPoints() =>
        [new(Time, 1), new(Time.AddDays(1), 2.5), new(Time.AddDays(2), 3), new(Time.AddDays(4), 5.5)];

    public static LinearTrend Trend() => LinearTrend.Fit(TrendPoints());

    public static DataQualityCheck QualityCheck() =>
        DataQualityCheck.Define("names are there", DataQualityKind.Completeness, "ml_models", "name is not null", Time);

    public static AlertRule AlertRule(double? clearThreshold = null, int requiredBreaches = 1) => Domain.Monitoring.AlertRule.Define(
        "errors", "error_rate", AlertCondition.Above, 0.3, TimeSpan.FromHours(1), AlertLevel.Critical, Time,
        clearThreshold: clearThreshold, requiredBreaches: requiredBreaches);
}
