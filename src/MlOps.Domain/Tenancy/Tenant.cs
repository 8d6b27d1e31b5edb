using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Tenancy;

/// <summary>An owner of rows. The rows of all other tables carry its id.</summary>
public sealed class Tenant : ChangingEntity
{
    public const int MaxNameLength = 255;

    private Tenant()
    {
    }

    private Tenant(Guid id, DateTimeOffset at)
        : base(id, at)
    {
        BelongTo(id);
    }

    [MaxLength(MaxNameLength)]
    public string Name { get; private set; } = null!;

    public TenantStatus Status { get; private set; }

    public static Tenant Register(Guid id, string name, DateTimeOffset at) =>
        new(id, at) { Name = Guard.Text(name, nameof(Name), MaxNameLength) };

    public void Rename(string name, DateTimeOffset at)
    {
        var text = Guard.Text(name, nameof(Name), MaxNameLength);
        Touch(at);
        Name = text;
    }

    public void Suspend(DateTimeOffset at) => MoveTo(TenantStatus.Suspended, at, TenantStatus.Active);

    public void Resume(DateTimeOffset at) => MoveTo(TenantStatus.Active, at, TenantStatus.Suspended);

    /// <summary>Closes the tenant for good.</summary>
    public void Close(DateTimeOffset at) =>
        MoveTo(TenantStatus.Closed, at, TenantStatus.Active, TenantStatus.Suspended);

    private void MoveTo(TenantStatus status, DateTimeOffset at, params ReadOnlySpan<TenantStatus> from)
    {
        if (!from.Contains(Status))
            throw new IllegalTransitionException($"Tenant '{Name}' is {Status} and cannot become {status}.");

        Touch(at);
        Status = status;
    }
}
