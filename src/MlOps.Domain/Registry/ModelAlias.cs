namespace MlOps.Domain.Registry;

/// <summary>
/// A name for a version of a model, "champion" for instance, during one period. When the name moves, its period ends and
/// another begins: together the periods tell what the name stood for at any time.
/// </summary>
public sealed class ModelAlias : ChangingEntity
{
    public const int MaxAliasLength = 100;

    private ModelAlias()
    {
    }

    private ModelAlias(string alias, ModelVersion target, string setBy, DateTimeOffset at)
        : base(at)
    {
        Alias = Guard.Text(alias, nameof(Alias), MaxAliasLength);
        SetBy = Guard.Text(setBy, nameof(SetBy), StageChange.MaxByLength);
        ModelVersionId = Guard.Given(target, nameof(target)).Id;
        (ModelName, Version) = (target.ModelName, target.Version);
        if (target.Status is VersionStatus.Training or VersionStatus.Failed)
            throw new IllegalTransitionException(
                $"{target} is {target.Status} and cannot be called '{alias}': its training must succeed first.");

        ValidFrom = CreatedAt;
        InheritTenantFrom(target);
    }

    public string ModelName { get; private set; } = null!;

    public string Alias { get; private set; } = null!;

    public Guid ModelVersionId { get; private set; }

    public string Version { get; private set; } = null!;

    public string SetBy { get; private set; } = null!;

    public DateTimeOffset ValidFrom { get; private set; }

    /// <summary>The first moment at which the name no longer stood for the version; null while it does.</summary>
    public DateTimeOffset? ValidTo { get; private set; }

    public string? ClosedBy { get; private set; }

    /// <summary>Gives a trained version a name that its model does not use at present.</summary>
    public static ModelAlias Point(string alias, ModelVersion target, string setBy, DateTimeOffset at) => new(alias, target, setBy, at);

    /// <summary>Ends this period and returns the next, to be stored in the same unit of work.</summary>
    public ModelAlias MoveTo(ModelVersion target, string by, DateTimeOffset at)
    {
        if (Guard.Given(target, nameof(target)).ModelName != ModelName || target.TenantId != TenantId)
            throw new IllegalTransitionException(
                $"{this} of tenant {TenantId} cannot move to {target} of tenant {target.TenantId}: it belongs to one model.");

        if (target.Id == ModelVersionId && ValidTo is null)
            throw new IllegalTransitionException($"{this} names version {Version} already.");

        var next = new ModelAlias(Alias, target, by, at);
        Close(by, at);
        return next;
    }

    /// <summary>Ends this period: the name stands for nothing from then on.</summary>
    public void Close(string by, DateTimeOffset at)
    {
        var closedBy = Guard.Text(by, nameof(ClosedBy), StageChange.MaxByLength);
        var end = Guard.Time(at, nameof(ValidTo));
        if (ValidTo is { } closed)
            throw new IllegalTransitionException($"{this} named version {Version} until {closed:O} and cannot be closed again.");

        RequireOrder($"was given to version {Version}", ValidFrom, "be closed", end);
        Touch(end);
        (ValidTo, ClosedBy) = (end, closedBy);
    }

    public override string ToString() => $"Alias '{Alias}' of model '{ModelName}'";
}
