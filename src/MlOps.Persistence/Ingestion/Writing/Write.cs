using MlOps.Domain;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>What a writer accepts: an entity, or the label of a prediction.</summary>
internal readonly struct Write
{
    private readonly OwnedLabel? _label;

    private Write(Entity? entity, OwnedLabel? label) => (Entity, _label) = (entity, label);

    public Entity? Entity { get; }

    public Label? Label => _label?.Label;

    /// <summary>The one that it is.</summary>
    public object Content => (object?)Entity ?? Label!;

    /// <summary>The tenant of the entity, or of the prediction that gets the label.</summary>
    public Guid TenantId => Entity?.TenantId ?? _label!.TenantId;

    /// <summary>The prediction that the write belongs to. Writes of the same prediction stay in their order.</summary>
    public Guid PredictionId => Label?.PredictionId ?? Entity switch
    {
        Feedback feedback => feedback.PredictionId,
        ShadowScore score => score.PredictionId,
        _ => Entity!.Id,
    };

    /// <summary>Whether it is about a prediction that another process may have to store first.</summary>
    public bool IsAboutPrediction => Label is not null || Entity is Feedback or ShadowScore;

    /// <summary>The id of the entity. A label has the id of its prediction.</summary>
    public Guid Id => Label?.PredictionId ?? Entity!.Id;

    /// <summary>The name of its kind in journals and dead letters.</summary>
    public string Kind => Label is null ? Entity!.GetType().Name : WriteCodec.LabelKind;

    public static Write Of(Entity entity) => new(entity, null);

    public static Write Of(Label label, Guid tenantId) => new(null, new OwnedLabel(label, tenantId));

    public override string ToString() => $"{Kind} {Id}";

    // Queues copy writes, and most of these are not labels.
    private sealed record OwnedLabel(Label Label, Guid TenantId);
}
