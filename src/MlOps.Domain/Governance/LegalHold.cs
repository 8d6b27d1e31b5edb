using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Governance;

/// <summary>
/// The order to keep rows, whatever retention policies say: of the tenant, of a model, of a span of time, or one prediction.
/// <see cref="Entity.CreatedAt"/> is when it was placed. It holds until somebody releases it.
/// </summary>
public sealed class LegalHold : ChangingEntity
{
    public const int MaxNameLength = 255;
    public const int MaxReasonLength = 2000;

    private LegalHold()
    {
    }

    private LegalHold(string reason, string placedBy, DateTimeOffset at)
        : base(at)
    {
        Reason = Guard.Text(reason, nameof(Reason), MaxReasonLength);
        PlacedBy = Guard.Text(placedBy, nameof(PlacedBy), MaxNameLength);
    }

    /// <summary>Why the rows must stay: the case, the authority.</summary>
    [MaxLength(MaxReasonLength)]
    public string Reason { get; private set; } = null!;

    /// <summary>The model that it is about; null for any other hold.</summary>
    [MaxLength(MaxNameLength)]
    public string? ModelName { get; private set; }

    /// <summary>The first moment that it is about; null for any other hold.</summary>
    public DateTimeOffset? WindowStart { get; private set; }

    /// <summary>The first moment after it.</summary>
    public DateTimeOffset? WindowEnd { get; private set; }

    public TimeWindow? Window => WindowStart is { } start && WindowEnd is { } end ? new TimeWindow(start, end) : null;

    /// <summary>The prediction that it is about; null for any other hold. It may be in the archive.</summary>
    public Guid? PredictionId { get; private set; }

    /// <summary>Who placed it, as the caller says.</summary>
    [MaxLength(MaxNameLength)]
    public string PlacedBy { get; private set; } = null!;

    /// <summary>The database login that placed it. The database sets it, whatever name was given.</summary>
    [MaxLength(Logins.MaxLength)]
    public string? PlacedLogin { get; private set; }

    /// <summary>When it was released; null while it holds.</summary>
    public DateTimeOffset? ReleasedAt { get; private set; }

    /// <summary>Who released it, as the caller says.</summary>
    [MaxLength(MaxNameLength)]
    public string? ReleasedBy { get; private set; }

    /// <summary>The database login that released it. The database sets it, whatever name was given.</summary>
    [MaxLength(Logins.MaxLength)]
    public string? ReleasedLogin { get; private set; }

    /// <summary>Why it no longer holds.</summary>
    [MaxLength(MaxReasonLength)]
    public string? ReleaseReason { get; private set; }

    public HoldScope Scope =>
        PredictionId is not null ? HoldScope.Prediction
        : WindowStart is not null ? HoldScope.Window
        : ModelName is not null ? HoldScope.Model
        : HoldScope.Tenant;

    public static LegalHold OnTenant(string reason, string placedBy, DateTimeOffset at) => new(reason, placedBy, at);

    public static LegalHold OnModel(string modelName, string reason, string placedBy, DateTimeOffset at) =>
        new(reason, placedBy, at) { ModelName = Guard.Text(modelName, nameof(ModelName), MaxNameLength) };

    public static LegalHold OnWindow(TimeWindow window, string reason, string placedBy, DateTimeOffset at) =>
        new(reason, placedBy, at)
        {
            WindowStart = Guard.Time(window.Start, nameof(WindowStart)),
            WindowEnd = Guard.Time(window.End, nameof(WindowEnd)),
        };

    public static LegalHold OnPrediction(Guid predictionId, string reason, string placedBy, DateTimeOffset at)
    {
        var id = Guard.Identifier(predictionId, nameof(PredictionId));
        return Uuid7.TimeOf(id) is null
            ? throw new InvalidValueException(
                nameof(PredictionId), $"must be the id of a prediction, which contains its time; it was {id}")
            : new LegalHold(reason, placedBy, at) { PredictionId = id };
    }

    public void Release(string reason, string by, DateTimeOffset at)
    {
        if (ReleasedAt is not null)
            throw new IllegalTransitionException($"{this} was released at {ReleasedAt:O} already.");

        var why = Guard.Text(reason, nameof(ReleaseReason), MaxReasonLength);
        var name = Guard.Text(by, nameof(ReleasedBy), MaxNameLength);
        var moment = Guard.Time(at, nameof(ReleasedAt));
        if (moment < CreatedAt)
            throw new InvalidValueException(
                nameof(ReleasedAt), $"must not be before the hold was placed, {CreatedAt:O}; it was {moment:O}");

        Touch(moment);
        (ReleasedAt, ReleasedBy, ReleaseReason) = (moment, name, why);
    }

    public override string ToString() => $"Legal hold {Id}";
}
