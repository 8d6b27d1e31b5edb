using MlOps.Domain;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>What a writer accepts: an entity, or the label of a prediction.</summary>
internal readonly struct Write
{
    private readonly Guid _labelTenant;

    private Write(Entity? entity, Label? label, Guid labelTenant) => (Entity, Label, _labelTenant) = (entity, label, labelTenant);

    public Entity? Entity { get; }

    public Label? Label { get; }

    /// <summary>The one that it is.</summary>
    public object Content => (object?)Entity ?? Label!;

    /// <summary>The tenant of the entity, or of the prediction that gets the label.</summary>
    public Guid TenantId => Entity?.TenantId ?? _labelTenant;

    /// <summary>The prediction that the write belongs to. Writes of the same prediction stay in their order.</summary>
    public Guid PredictionId => Label?.PredictionId ?? (Entity is Feedback feedback ? feedback.PredictionId : Entity!.Id);

    /// <summary>The id of the entity. A label has the id of its prediction.</summary>
    public Guid Id => Label?.PredictionId ?? Entity!.Id;

    /// <summary>The name of its kind in journals and dead letters.</summary>
    public string Kind => Label is null ? Entity!.GetType().Name : WriteCodec.LabelKind;

    public static Write Of(Entity entity) => new(entity, null, default);

    public static Write Of(Label label, Guid tenantId) => new(null, label, tenantId);

    public override string ToString() => $"{Kind} {Id}";
}
