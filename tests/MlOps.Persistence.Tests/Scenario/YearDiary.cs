using MlOps.Domain.Registry;
using MlOps.Persistence.Tests.Monitoring.Expectations;
using MlOps.Persistence.Tests.Repositories.Registry;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>All that was done in the year, in memory.</summary>
internal sealed class YearDiary
{
    private readonly Dictionary<string, ModelStage> _stages = [];

    public Dictionary<string, YearVersion> Versions { get; } = [];

    /// <summary>The predictions of the service, each with its question.</summary>
    public List<(YearCase Asked, KnownPrediction Answered)> Answers { get; } = [];

    /// <summary>The predictions of the quiet service.</summary>
    public List<KnownPrediction> QuietAnswers { get; } = [];

    /// <summary>When challengers answered which prediction what.</summary>
    public Dictionary<(Guid Prediction, string Version), (double Score, DateTimeOffset StoredAt)> ShadowAnswers { get; } = [];

    public List<KnownMove> Moves { get; } = [];

    public List<(ServingStep Step, StageChange Change)> ServingSteps { get; } = [];

    public ServingOracle Serving { get; } = new();

    public List<AskedGate> Gates { get; } = [];

    /// <summary>What people and the gate did to requests.</summary>
    public List<(DateTimeOffset At, Action<ExpectedRequests> Step)> RequestSteps { get; } = [];

    /// <summary>What people did to alerts.</summary>
    public List<(DateTimeOffset At, Action<ExpectedAlerts> Step)> AlertSteps { get; } = [];

    public IReadOnlyDictionary<string, ModelStage> Stages => _stages;

    public YearVersion FindServing(DateTimeOffset at) => Versions[Serving.FindVersion(at)!];

    public KnownPredictions Known(DateTimeOffset at) => new(Answers.Select(pair => pair.Answered), at);

    public void Move(string version, ModelStage to, StageChange change)
    {
        Moves.Add(new KnownMove(version, _stages.GetValueOrDefault(version), to, change));
        _stages[version] = to;
    }

    /// <summary>Notes that a version serves from now on.</summary>
    public void Serve(string version, ServingStep step, StageChange change)
    {
        if (_stages.FirstOrDefault(pair => pair.Value == ModelStage.Production).Key is { } incumbent)
            Move(incumbent, ModelStage.Archived, change);

        Move(version, ModelStage.Production, change);
        Serving.Apply(new ServingChange(YearPeople.ModelName, change.At, step, version));
        ServingSteps.Add((step, change));
        RequestSteps.Add((change.At, requests => requests.Promote(change.At)));
    }
}
