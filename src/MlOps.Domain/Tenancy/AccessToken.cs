using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Tenancy;

/// <summary>
/// Lets a program act for a tenant over HTTP. It is no <see cref="Entity"/>: the tenant of a request is found by its token, before any
/// tenant is known, so the table has no policy, and only the owner of the tables reads it.
/// </summary>
public sealed class AccessToken
{
    public const int MaxNameLength = 255;

    private const AccessScopes Declared = AccessScopes.Read | AccessScopes.Write | AccessScopes.Decide | AccessScopes.Admin;

    private AccessToken()
    {
    }

    public Guid Id { get; private set; }

    public Guid TenantId { get; private set; }

    /// <summary>The name that its acts bear in the columns of authors and in the audit log.</summary>
    [MaxLength(MaxNameLength)]
    public string Name { get; private set; } = null!;

    public AccessScopes Scopes { get; private set; }

    /// <summary>The SHA-256 of its secret. The secret itself is stored nowhere.</summary>
    [MaxLength(AccessSecret.HashLength)]
    public byte[] SecretHash { get; private set; } = null!;

    public DateTimeOffset CreatedAt { get; private set; }

    [MaxLength(MaxNameLength)]
    public string CreatedBy { get; private set; } = null!;

    /// <summary>From when on it is refused; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>When somebody revoked it; null while it is valid.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    [MaxLength(MaxNameLength)]
    public string? RevokedBy { get; private set; }

    public static AccessToken Issue(
        AccessSecret secret,
        Guid tenantId,
        string name,
        AccessScopes scopes,
        string createdBy,
        DateTimeOffset createdAt,
        DateTimeOffset? expiresAt = null)
    {
        var (issued, ends) = (Guard.Time(createdAt, nameof(CreatedAt)), Guard.Time(expiresAt, nameof(ExpiresAt)));
        return new AccessToken
        {
            Id = Guid.CreateVersion7(issued),
            TenantId = Guard.Identifier(tenantId, nameof(TenantId)),
            Name = RequireName(name),
            Scopes = RequireScopes(scopes),
            SecretHash = Guard.Given(secret, nameof(secret)).Hash(),
            CreatedAt = issued,
            CreatedBy = Guard.Text(createdBy, nameof(CreatedBy), MaxNameLength),
            ExpiresAt = ends >= issued || ends is null
                ? ends
                : throw new InvalidValueException(nameof(ExpiresAt), $"must not be before it is made, {issued:O}; it was {ends:O}"),
        };
    }

    /// <summary>Ends it for good.</summary>
    public void Revoke(string by, DateTimeOffset at)
    {
        if (RevokedAt is not null)
            throw new IllegalTransitionException($"{this} was revoked at {RevokedAt:O} already.");

        var (name, moment) = (Guard.Text(by, nameof(RevokedBy), MaxNameLength), Guard.Time(at, nameof(RevokedAt)));
        if (moment < CreatedAt)
            throw new InvalidValueException(nameof(RevokedAt), $"must not be before it was made, {CreatedAt:O}; it was {moment:O}");

        (RevokedBy, RevokedAt) = (name, moment);
    }

    public override string ToString() => $"Token '{Name}'";

    // Who revokes one gives its name or its id, and must not hit another.
    private static string RequireName(string name) => Guid.TryParse(name, out _)
        ? throw new InvalidValueException(nameof(Name), $"must not look like an id; it was '{name}'")
        : Guard.Text(name, nameof(Name), MaxNameLength);

    private static AccessScopes RequireScopes(AccessScopes scopes) =>
        scopes == AccessScopes.None || (scopes & ~Declared) != 0
            ? throw new InvalidValueException(nameof(Scopes), $"must be one or more of {Declared}; it was {scopes}")
            : scopes;
}
