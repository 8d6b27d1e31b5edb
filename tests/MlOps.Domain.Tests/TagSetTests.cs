namespace MlOps.Domain.Tests;

public class TagSetTests
{
    private static readonly TagSet Two = TagSet.Empty.With("team", "growth").With("area", "search");

    [Fact]
    public void Tags_come_in_the_order_of_their_keys()
    {
        Assert.Equal(["Team", "area", "team"], Two.With("Team", "x").Keys);
        Assert.Equal(["search", "growth"], Two.Values);
        Assert.Equal(["area", "team"], Two.Select(tag => tag.Key));
    }

    [Fact]
    public void Tags_are_found_by_key()
    {
        Assert.Equal("growth", Two["team"]);
        Assert.True(Two.ContainsKey("team"));
        Assert.False(Two.ContainsKey("TEAM"));
        Assert.True(Two.TryGetValue("area", out var area));
        Assert.Equal("search", area);
        Assert.False(Two.TryGetValue("owner", out _));
        Assert.Throws<KeyNotFoundException>(() => Two["owner"]);
    }

    [Fact]
    public void Adding_or_removing_a_tag_does_not_change_the_set()
    {
        Assert.Equal("ads", Two.With("team", "ads")["team"]);
        Assert.Equal(["area"], Two.Without("team").Keys);
        Assert.Equal(2, Two.Without("owner").Count);
        Assert.Equal("growth", Two["team"]);
        Assert.Empty(TagSet.Empty);
    }

    [Fact]
    public void A_tag_may_have_an_empty_value()
    {
        Assert.Equal("", TagSet.Empty.With("beta", "")["beta"]);
        Assert.Equal("", TagSet.Empty.With("beta", null!)["beta"]);
        Assert.Equal(" ", TagSet.Empty.With("beta", " ")["beta"]);
    }

    [Fact]
    public void Sets_with_the_same_tags_are_equal()
    {
        var same = new TagSet(new Dictionary<string, string> { ["area"] = "search", ["team"] = "growth" });

        Assert.True(Two.Equals(same));
        Assert.True(Two.Equals((object)same));
        Assert.Equal(Two.GetHashCode(), same.GetHashCode());
        Assert.False(Two.Equals(same.With("area", "Search")));
        Assert.False(Two.Equals(same.Without("area")));
        Assert.False(Two.Equals(null));
    }

    [Fact]
    public void Keys_and_values_that_cannot_be_stored_are_refused()
    {
        foreach (var text in Hostile.Texts)
        {
            Refused.Value("Tag", "", () => Two.With(text, "x"));
            Refused.Value("Tag", "", () => new TagSet([new(text, "x")]));
            Refused.Value("Tag 'team'", "", () => Two.With("team", text));
            Refused.Value("Tag 'team'", "", () => new TagSet([new("team", text)]));
        }

        Refused.Value("values", "null", () => new TagSet(null!));
    }

    [Fact]
    public void Keys_are_not_blank_and_nothing_is_too_long()
    {
        Refused.Value("Tag", "''", () => Two.With("", "x"));
        Refused.Value("Tag", "null", () => Two.With(null!, "x"));
        Refused.Value("Tag", "200", () => Two.With(new string('k', TagSet.MaxKeyLength + 1), "x"));
        Refused.Value("Tag 'a'", "8000", () => Two.With("a", new string('v', TagSet.MaxValueLength + 1)));
        Assert.Equal(3, Two.With(new string('k', TagSet.MaxKeyLength), new string('v', TagSet.MaxValueLength)).Count);
    }
}
