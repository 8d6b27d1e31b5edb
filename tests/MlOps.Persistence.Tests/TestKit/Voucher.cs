using MlOps.Domain;

namespace MlOps.Persistence.Tests.TestKit;

/// <summary>An entity of a team's own.</summary>
public sealed class Voucher : Entity
{
    private Voucher()
    {
    }

    public Voucher(string code, DateTimeOffset at)
        : base(at) => Code = code;

    public string Code { get; private set; } = "";
}
