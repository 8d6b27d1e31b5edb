using MlOps.Domain.Tenancy;

namespace MlOps.Domain.Tests.Tenancy;

public class AccessSecretTests
{
    [Fact]
    public void A_secret_is_read_back_from_its_text_and_has_the_same_hash()
    {
        var drawn = AccessSecret.Draw();
        Assert.Matches("^mlops_[A-Za-z0-9_-]{48}$", drawn.Reveal());
        Assert.True(AccessSecret.TryParse(drawn.Reveal(), out var read));
        Assert.Equal(drawn.Reveal(), read.Reveal());
        Assert.Equal(drawn.Hash(), read.Hash());
        Assert.Equal(AccessSecret.HashLength, drawn.Hash().Length);
    }

    [Fact]
    public void No_two_secrets_are_the_same() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => AccessSecret.Draw().Reveal()).Distinct().Count());

    [Fact]
    public void A_secret_that_differs_in_one_character_is_none()
    {
        var text = AccessSecret.Draw().Reveal();
        for (var i = 0; i < text.Length; i++)
        {
            foreach (var other in "Aa0_-= \n\0é")
            {
                if (other != text[i])
                    Assert.False(AccessSecret.TryParse($"{text[..i]}{other}{text[(i + 1)..]}", out _));
            }
        }
    }

    [Fact]
    public void What_is_shorter_or_longer_or_written_otherwise_is_none()
    {
        var text = AccessSecret.Draw().Reveal();
        string?[] others =
        [
            null, "", "mlops_", text[..^1], text + "A", text + "=", " " + text, text + "\n", text.ToUpperInvariant(), "Bearer " + text,
            text["mlops_".Length..], "mlops_" + new string('A', 48), "mlops_" + new string('\ud83d', 48), new string('A', 10_000_000),
        ];
        Assert.All(others, other => Assert.False(AccessSecret.TryParse(other, out _)));
    }

    [Fact]
    public void Who_prints_a_secret_does_not_show_it()
    {
        var secret = AccessSecret.Draw();
        Assert.Equal("mlops_***", $"{secret}");
        Assert.Equal("{}", System.Text.Json.JsonSerializer.Serialize(secret));
    }
}
