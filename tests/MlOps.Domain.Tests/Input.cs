using System.Collections;
using System.Globalization;
using System.Reflection;
using MlOps.Domain.Evolution;
using MlOps.Domain.Experiments;
using MlOps.Domain.Features;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Patterns;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Domain.Statistics;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;
using MlOps.Domain.Telemetry;
using MlOps.Domain.Tenancy;
using MlOps.Domain.Training;

namespace MlOps.Domain.Tests;

/// <summary>One input of a factory or constructor of the domain. Reflection finds all of them.</summary>
internal sealed record Input(string Name, string Property, Type Type, bool Required, Func<object?, object> Create)
{
    private const BindingFlags Unwrapped = BindingFlags.DoNotWrapExceptions;

    private static readonly NullabilityInfoContext Nullability = new();

    public static IReadOnlyDictionary<string, Input> All { get; } = typeof(Entity).Assembly.GetExportedTypes()
        .Where(type => !type.IsAssignableTo(typeof(Exception)) && !type.IsAssignableTo(typeof(IEnumerable)))
        .Where(type => type != typeof(Json) && type != typeof(FeatureVector))
        // Their values depend on each other. JobScheduleTests and ServiceMonitorTests try them.
        .Where(type => type != typeof(JobSchedule) && type != typeof(MonitorRule))
        // FeatureBinsTests and BinnedDriftTests try these.
        .Where(type => type != typeof(FeatureBins) && type != typeof(FeatureBaseline) && type != typeof(SketchedSpan)
            && type != typeof(FeatureSketch) && type != typeof(BinnedSample) && type != typeof(StatisticBounds))
        .Where(type => type != typeof(SupersededLabel) && type != typeof(ConfusionMatrix))
        // What detectors read was checked when it was stored, and what they find when it is.
        .Where(type => type != typeof(AttributionShare) && type != typeof(SegmentErrors) && type != typeof(SegmentWindow))
        .Where(type => type != typeof(ServiceDay) && type != typeof(FeatureWeekday))
        .Where(type => type != typeof(DetectedPattern) && type != typeof(DetectedOccurrence))
        // What the gate compares was checked when it was stored. GateTests and GateImprovementTests try these.
        .Where(type => type != typeof(GatePolicy) && type != typeof(GateVersion) && type != typeof(GateVerdict)
            && type != typeof(GateImprovement) && type != typeof(PairedCounts) && type != typeof(DecisionReplay))
        // What a comparison reads was checked too, and its terms are by themselves. MetricComparisonTests tries both.
        .Where(type => type != typeof(ComparisonPart))
        .SelectMany(FindFactories)
        .SelectMany(FindInputs)
        .DistinctBy(input => input.Name)
        .ToDictionary(input => input.Name);

    /// <summary>A value that is valid for every input of the type.</summary>
    public static object ValidValue(Type type) =>
        type == typeof(string) ? "naïve 🚀"
        : type == typeof(double) ? 0.5
        : type == typeof(int) ? 4
        : type == typeof(long) ? 4L
        : type == typeof(bool) ? true
        : type == typeof(Guid) ? new Guid("0195a000-0000-7000-8000-0000000000ff")
        : type == typeof(DateTimeOffset) ? Sample.Time
        : type == typeof(TimeSpan) ? TimeSpan.FromSeconds(3)
        : type == typeof(Json) ? Json.Parse("""{"a":1}""")
        : type == typeof(Model) ? Sample.Model()
        : type == typeof(ModelVersion) ? Sample.VersionInTraining()
        : type == typeof(Feature) ? Feature.Register("age", FeatureKind.Contextual, "number", Sample.Time)
        : type == typeof(IReadOnlyList<FeatureDefinition>) ? new[] { FeatureDefinition.Number("age") }
        : type == typeof(FeatureVector) ? Sample.Vector()
        : type == typeof(FeatureAttributions) ? new FeatureAttributions("shap", 0.5)
        : type == typeof(IEnumerable<double?>) ? new double?[] { 0.5 }
        : type == typeof(EvaluationResult) ? new EvaluationResult { Metrics = new MetricSet([new("f1", 0.5)]) }
        : type == typeof(IReadOnlyCollection<HealthFinding>)
            ? new[] { new HealthFinding("slices", HealthState.Degraded) }
        : type == typeof(Prediction) ? Sample.Prediction()
        : type == typeof(ConfidenceInterval) ? new ConfidenceInterval(1, 2)
        : type == typeof(TimeWindow) ? new TimeWindow(Sample.Time, Sample.Time.AddDays(1))
        : type == typeof(DriftSample) ? new DriftSample(new TimeWindow(Sample.Time, Sample.Time.AddDays(1)), 5)
        : type == typeof(DriftResult) ? new DriftResult("psi", 0.5)
        : type == typeof(DriftMeasurement) ? new DriftMeasurement("psi_sturges", 0.5, 4, 5)
        : type == typeof(DriftThreshold) ? DriftThreshold.StatisticAtLeast(0.1)
        : type == typeof(FeedbackContent) ? new FeedbackContent { Rating = 3 }
        : type == typeof(ShadowAnswer) ? new ShadowAnswer { PredictedValue = 0.5 }
        : type == typeof(LinearTrend) ? Sample.Trend()
        : type == typeof(IReadOnlyCollection<TrendPoint>) ? Sample.TrendPoints()
        : type == typeof(DataQualityCheck) ? Sample.QualityCheck()
        : type == typeof(IReadOnlyCollection<string>) ? new[] { "too few samples" }
        : type == typeof(EvolutionExperiment) ? Sample.RunningExperiment()
        : type == typeof(EvolutionGeneration) ? EvolutionGeneration.Begin(Sample.RunningExperiment(), 1, Sample.Time)
        : type == typeof(IReadOnlyCollection<double>) ? new[] { 0.5, 1 }
        : type == typeof(IReadOnlyList<double>) ? new[] { 0.5, 0.5 }
        : type == typeof(IReadOnlyList<long>) ? new[] { 4L, 5L }
        : type == typeof(IEnumerable<double>) ? new[] { 0.5, 1 }
        : type == typeof(Moments) ? new Moments(4, 0.5, 0.5)
        : type == typeof(IEnumerable<double?>) ? new double?[] { 0.5, null }
        : type == typeof(IEnumerable<string>) ? new[] { "a", null }
        : type == typeof(IReadOnlyDictionary<string, long>) ? new Dictionary<string, long> { ["a"] = 4 }
        : type == typeof(NumberSample) ? NumberSample.FromValues([0.5, 1])
        : type == typeof(IEnumerable<(double?, bool?)>) ? new (double?, bool?)[] { (0.5, true) }
        : type == typeof(IEnumerable<(double?, double?)>) ? new (double?, double?)[] { (0.5, 1) }
        : type == typeof(IEnumerable<(ConfidenceInterval?, double?)>)
            ? new (ConfidenceInterval?, double?)[] { (new ConfidenceInterval(1, 2), 1.5) }
        : type == typeof(IEnumerable<(string?, double?, bool?)>) ? new (string?, double?, bool?)[] { ("a", 0.5, true) }
        : type == typeof(JobSchedule) ? new JobSchedule(TimeSpan.FromHours(1))
        : type == typeof(ServiceMonitor) ? ServiceMonitor.Define("hourly", "churn", "oracle", Sample.Time)
        : type == typeof(MonitoringFindings) ? new MonitoringFindings { NumPredictions = int.MaxValue }
        : type == typeof(WindowHashes) ? new WindowHashes(1, 2, 3)
        : type == typeof(AlertRule) ? Sample.AlertRule()
        : type == typeof(Alert) ? Sample.AlertRule().Fire(1, Sample.Time)
        : type == typeof(RetrainingRequest) ? RetrainingRequest.Open("churn", TriggerReason.Drift, "drift", "ann", Sample.Time)
        : type == typeof(CategorySample) ? CategorySample.FromValues(["a"])
        : type == typeof(ComparedCounts) ? new ComparedCounts { Categories = ["a"], Reference = [1], Current = [1] }
        : type == typeof(MonitorReference) ? MonitorReference.Previous
        : type == typeof(IReadOnlyList<MonitorRule>) ? new[] { new MonitorRule(DriftMethods.PsiSturges, 0.1) }
        : type == typeof(IReadOnlyList<string>) ? new[] { "age" }
        : type == typeof(VariantPlan) ? new VariantPlan("control", 0.5)
        : type == typeof(IReadOnlyCollection<VariantPlan>) ? new[] { new VariantPlan("treatment", 0.5) }
        : type == typeof(AccessSecret) ? AccessSecret.Draw()
        : type.IsEnum ? Enum.GetValues(type).Cast<object>().Last()
        : Activator.CreateInstance(type)!;

    private static IEnumerable<MethodBase> FindFactories(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => method.ReturnType == type && !method.IsSpecialName && !method.IsGenericMethod)
            .Where(method => !Array.Exists(method.GetParameters(), parameter => parameter.ParameterType == typeof(GateEvidence)))
            .Concat<MethodBase>(type.GetConstructors().Where(constructor => constructor.GetParameters().Length > 0));

    private static IEnumerable<Input> FindInputs(MethodBase maker)
    {
        var parameters = maker.GetParameters();
        var factory = $"{maker.DeclaringType!.Name}.{(maker.IsConstructor ? "new" : maker.Name)}";
        foreach (var parameter in parameters)
        {
            var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
            var required = !type.IsValueType && Nullability.Create(parameter).WriteState == NullabilityState.NotNull;
            yield return new(
                $"{factory}: {parameter.Name}",
                FindProperty(maker, parameter),
                type,
                required,
                value => CreateWith(value));

            foreach (var property in type.GetProperties().Where(property => property.SetMethod is { IsPublic: true }))
            {
                var inner = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
                var needed = !inner.IsValueType && Nullability.Create(property).WriteState == NullabilityState.NotNull;
                yield return new(
                    $"{factory}: {parameter.Name}.{property.Name}",
                    property.Name,
                    inner,
                    needed,
                    value => CreateWith(SetProperty(property, value)));
            }

            object SetProperty(PropertyInfo property, object? value)
            {
                var holder = ValidValue(type);
                property.SetValue(holder, value, Unwrapped, null, null, CultureInfo.InvariantCulture);
                return holder;
            }

            object CreateWith(object? value) => Invoke(
                maker, [.. parameters.Select(p => p == parameter ? value : DefaultArgument(p))]);
        }
    }

    private static object Invoke(MethodBase maker, object?[] arguments) => maker is ConstructorInfo constructor
        ? constructor.Invoke(Unwrapped, null, arguments, CultureInfo.InvariantCulture)
        : maker.Invoke(null, Unwrapped, null, arguments, CultureInfo.InvariantCulture)!;

    private static object? DefaultArgument(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? parameter.DefaultValue
        : parameter.Name == "end" ? Sample.Time.AddDays(1)
        : parameter.Name == "target" ? Sample.TrainedVersion()
        : parameter.Name == "start" ? Sample.Time.AddDays(-1)
        : ValidValue(Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType);

    private static string FindProperty(MethodBase maker, ParameterInfo parameter) => parameter.Name switch
    {
        "at" or "timestamp" when maker.DeclaringType!.IsAssignableTo(typeof(Entity)) => nameof(Entity.CreatedAt),
        "trigger" => "TriggerReason",
        "reasons" => "RejectionReasons",
        var name => char.ToUpperInvariant(name![0]) + name[1..],
    };
}
