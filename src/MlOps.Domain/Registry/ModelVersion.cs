using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MlOps.Domain.Features;

namespace MlOps.Domain.Registry;

/// <summary>One version of a model: its training, its quality, its files and its stage.</summary>
public sealed partial class ModelVersion : ChangingEntity
{
    public const int MaxVersionLength = 50;
    public const int MaxRunIdLength = 255;
    public const int MaxReasonLength = 100_000;

    private readonly HashSet<ModelAlias> _aliases = [];
    private readonly HashSet<StageTransition> _transitions = [];
    private readonly HashSet<ServingPeriod> _servingPeriods = [];

    private ModelVersion()
    {
    }

    private ModelVersion(Model model, string version, DateTimeOffset at, ModelVersionOrigin origin)
        : base(at)
    {
        ModelName = model.Name;
        Version = Guard.Text(version, nameof(Version), MaxVersionLength);
        MlflowRunId = Guard.OptionalText(origin.MlflowRunId, nameof(MlflowRunId), MaxRunIdLength);
        Hyperparameters = origin.Hyperparameters;
        Parameters = origin.Parameters;
        StageChangedAt = CreatedAt;
        InheritTenantFrom(model);
    }

    [MaxLength(Model.MaxNameLength)]
    public string ModelName { get; private set; } = null!;

    /// <summary>The model of the version. Null if it was not loaded.</summary>
    [JsonIgnore]
    public Model? Model { get; private set; }

    /// <summary>Unique within the model: "3", "v3-advanced".</summary>
    [MaxLength(MaxVersionLength)]
    public string Version { get; private set; } = null!;

    [MaxLength(MaxRunIdLength)]
    public string? MlflowRunId { get; private set; }

    public VersionStatus Status { get; private set; }

    public ModelStage Stage { get; private set; }

    public DateTimeOffset StageChangedAt { get; private set; }

    public Json? Hyperparameters { get; private set; }

    public Json? Parameters { get; private set; }

    public MetricSet Metrics { get; private set; } = MetricSet.Empty;

    public double? F1Score { get; private set; }

    public double? BrierScore { get; private set; }

    [MaxLength(Artifact.MaxReferenceLength)]
    public string? ArtifactReference { get; private set; }

    public long? ArtifactSizeBytes { get; private set; }

    [MaxLength(Artifact.MaxChecksumLength)]
    public string? ArtifactChecksum { get; private set; }

    public Artifact? Artifact =>
        ArtifactReference is { } reference && ArtifactSizeBytes is { } size && ArtifactChecksum is { } checksum
            ? new Artifact(reference, size, checksum)
            : null;

    public Json? InputSchema { get; private set; }

    public Json? OutputSchema { get; private set; }

    public ModelSignature? Signature =>
        InputSchema is { } input && OutputSchema is { } output ? new ModelSignature(input, output) : null;

    /// <summary>The inputs of the version by name, type and order, if it has a schema.</summary>
    public Guid? FeatureSchemaId { get; private set; }

    /// <summary>The schema of the inputs. Null if it was not loaded.</summary>
    [JsonIgnore]
    public FeatureSchema? FeatureSchema { get; private set; }

    /// <summary>The model file, encrypted by the caller.</summary>
    public byte[]? EncryptedModel { get; private set; }

    /// <summary>The key that decrypts <see cref="EncryptedModel"/>.</summary>
    [MaxLength(MaxRunIdLength)]
    public string? EncryptionKeyId { get; private set; }

    public string? FailureReason { get; private set; }

    /// <summary>The time of its last promotion to production.</summary>
    public DateTimeOffset? PromotedAt { get; private set; }

    [MaxLength(StageChange.MaxByLength)]
    public string? PromotedBy { get; private set; }

    /// <summary>The database login that promoted it. The database sets it, whatever name was given.</summary>
    [MaxLength(Logins.MaxLength)]
    public string? PromotedLogin { get; private set; }

    /// <summary>The aliases that point, or once pointed, to the version, as far as they were loaded.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<ModelAlias> Aliases => _aliases;

    /// <summary>The moves of the version from stage to stage, as far as they were loaded.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<StageTransition> Transitions => _transitions;

    /// <summary>The times during which the version was in production, as far as they were loaded. They are stored with it.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<ServingPeriod> ServingPeriods => _servingPeriods;

    /// <summary>Opens a version of a model, in training.</summary>
    public static ModelVersion Begin(Model model, string version, DateTimeOffset at, ModelVersionOrigin? origin = null)
    {
        Guard.Given(model, nameof(model));
        if (model.Status == ModelStatus.Archived)
            throw new IllegalTransitionException($"Model '{model.Name}' is archived and cannot get a new version. Restore it first.");

        return new ModelVersion(model, version, at, origin ?? ModelVersionOrigin.Unknown);
    }

    /// <summary>Ends the training. From now on the version can be staged and promoted.</summary>
    /// <param name="at">The end of the training.</param>
    /// <param name="metrics">All measured metrics.</param>
    /// <param name="f1Score">From 0 to 1.</param>
    /// <param name="brierScore">From 0 to 2: with more than two classes it can exceed 1.</param>
    public void CompleteTraining(
        DateTimeOffset at, MetricSet? metrics = null, double? f1Score = null, double? brierScore = null)
    {
        this.RequireTraining("complete its training");
        var f1 = Guard.Between(f1Score, 0, 1, nameof(F1Score));
        var brier = Guard.Between(brierScore, 0, 2, nameof(BrierScore));
        Touch(at);
        (Metrics, F1Score, BrierScore) = (metrics ?? MetricSet.Empty, f1, brier);
        Status = VersionStatus.Active;
    }

    /// <summary>Ends the training as a failure.</summary>
    public void Fail(string reason, DateTimeOffset at)
    {
        this.RequireTraining("fail");
        var why = Guard.Text(reason, nameof(FailureReason), MaxReasonLength);
        Touch(at);
        FailureReason = why;
        Status = VersionStatus.Failed;
    }

    public void Attach(Artifact artifact, DateTimeOffset at)
    {
        Guard.Given(artifact, nameof(Artifact));
        this.RequireNotServing("get another artifact");
        Touch(at);
        (ArtifactReference, ArtifactSizeBytes, ArtifactChecksum) = (artifact.Reference, artifact.SizeBytes, artifact.Checksum);
    }

    public void SetSignature(ModelSignature signature, DateTimeOffset at)
    {
        Guard.Given(signature, nameof(Signature));
        this.RequireNotServing("get another signature");
        Touch(at);
        (InputSchema, OutputSchema) = (signature.Input, signature.Output);
    }

    /// <summary>Names the schema of the inputs.</summary>
    public void TakeFeatures(FeatureSchema schema, DateTimeOffset at)
    {
        Guard.Given(schema, nameof(FeatureSchema));
        this.RequireNotServing("get another schema");
        Touch(at);
        FeatureSchemaId = schema.Id;
    }

    /// <summary>Stores the model file, which the caller has encrypted.</summary>
    public void StoreEncrypted(byte[] ciphertext, string keyId, DateTimeOffset at)
    {
        if (Guard.Given(ciphertext, nameof(EncryptedModel)).Length == 0)
            throw new InvalidValueException(nameof(EncryptedModel), "must not be empty; it had no bytes");

        var key = Guard.Text(keyId, nameof(EncryptionKeyId), MaxRunIdLength);
        this.RequireNotServing("get another model");
        Touch(at);
        (EncryptedModel, EncryptionKeyId) = ([.. ciphertext], key);
    }

    public override string ToString() => $"Version {Version} of model '{ModelName}'";
}
