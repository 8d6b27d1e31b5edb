using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Registry;

/// <summary>
/// A name for a version of a model during one period: "champion", for instance. When the name moves to another version,
/// its period ends and a new one begins. All periods together show which version had the name at any time.
/// </summary>
public sealed class ModelAlias : ChangingEntity
{
    public const int MaxAliasLength = 100;

    /// <summary>The alias of the version in production. Promotions move it.</summary>
    public const string Champion = "champion";

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
                $"{target} is {target.Status} and cannot get the alias '{alias}': its training must succeed first.");

        ValidFrom = CreatedAt;
        InheritTenantFrom(target);
    }

    [MaxLength(Model.MaxNameLength)]
    public string ModelName { get; private set; } = null!;

    [MaxLength(MaxAliasLength)]
    public string Alias { get; private set; } = null!;

    public Guid ModelVersionId { get; private set; }

    /// <summary>The version that the alias points to. Null if it was not loaded.</summary>
    [JsonIgnore]
    public ModelVersion? ModelVersion { get; private set; }

    [MaxLength(ModelVersion.MaxVersionLength)]
    public string Version { get; private set; } = null!;

    [MaxLength(StageChange.MaxByLength)]
    public string SetBy { get; private set; } = null!;

    /// <summary>The database login that set it. The database sets it, whatever name was given.</summary>
    [MaxLength(Logins.MaxLength)]
    public string? SetLogin { get; private set; }

    public DateTimeOffset ValidFrom { get; private set; }

    /// <summary>The end of the period, which no longer belongs to it; null while the version has the name.</summary>
    public DateTimeOffset? ValidTo { get; private set; }

    [MaxLength(StageChange.MaxByLength)]
    public string? ClosedBy { get; private set; }

    /// <summary>The database login that ended the period. The database sets it, whatever name was given.</summary>
    [MaxLength(Logins.MaxLength)]
    public string? ClosedLogin { get; private set; }

    /// <summary>Gives a trained version a name that no other version of its model has at the moment.</summary>
    public static ModelAlias Point(string alias, ModelVersion target, string setBy, DateTimeOffset at) =>
        new(alias, target, setBy, at);

    /// <summary>Ends this period and returns the next one, to be stored in the same unit of work.</summary>
    public ModelAlias MoveTo(ModelVersion target, string by, DateTimeOffset at)
    {
        if (Guard.Given(target, nameof(target)).ModelName != ModelName || target.TenantId != TenantId)
            throw new IllegalTransitionException(
                $"{this} of tenant {TenantId} cannot move to {target} of tenant {target.TenantId}: " +
                "it belongs to one model.");

        if (target.Id == ModelVersionId && ValidTo is null)
            throw new IllegalTransitionException($"{this} already names version {Version}.");

        var next = new ModelAlias(Alias, target, by, at);
        Close(by, at);
        return next;
    }

    /// <summary>Ends this period. From then on no version has the name.</summary>
    public void Close(string by, DateTimeOffset at)
    {
        var closedBy = Guard.Text(by, nameof(ClosedBy), StageChange.MaxByLength);
        var end = Guard.Time(at, nameof(ValidTo));
        if (ValidTo is { } closed)
            throw new IllegalTransitionException(
                $"{this} named version {Version} until {closed:O} and cannot be closed again.");

        RequireOrder($"was given to version {Version}", ValidFrom, "be closed", end);
        Touch(end);
        (ValidTo, ClosedBy) = (end, closedBy);
    }

    public override string ToString() => $"Alias '{Alias}' of model '{ModelName}'";
}
