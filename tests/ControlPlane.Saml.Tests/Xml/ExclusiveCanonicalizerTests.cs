using System.Text;
using Xunit;

namespace ControlPlane.Saml.Xml;

public sealed class ExclusiveCanonicalizerTests
{
    [Fact]
    public void Every_element_of_many_documents_has_the_canonical_form_that_dotnet_gives_it()
    {
        for (var seed = 0; seed < 1500; seed++)
        {
            var generator = new DocumentGenerator(seed);
            var document = generator.Make();
            var prefixes = generator.PrefixList();
            var element = seed % Canonical.CountElements(document);

            Assert.True(
                Canonical.Theirs(document, element, prefixes) == Canonical.Ours(document, element, prefixes),
                $"seed {seed}, element {element}, prefixes '{prefixes}'\n{document}\ntheirs {Canonical.Theirs(document, element, prefixes)}\nours   {Canonical.Ours(document, element, prefixes)}");
        }
    }

    [Fact]
    public void Whole_documents_have_the_canonical_form_that_libxml2_gives_them()
    {
        var directory = Directory.CreateTempSubdirectory("c14n");
        try
        {
            // libxml2 writes an ampersand in a namespace unescaped, against C14N 1.0, 2.3; all else agrees.
            var documents = Enumerable.Range(10_000, 300)
                .Select(seed => new DocumentGenerator(seed, escapedNamespaces: false).Make()).ToList();
            var files = documents.Select((document, number) => Path.Combine(directory.FullName, $"{number:D4}.xml")).ToArray();
            foreach (var (file, document) in files.Zip(documents))
            {
                File.WriteAllText(file, document);
            }

            var (exitCode, output, errors) = Tool.Run("xmllint", ["--exc-c14n", .. files]);

            Assert.True(exitCode == 0, errors);
            Assert.Equal(string.Concat(documents.Select(document => Canonical.Ours(document, 0, null))), Encoding.UTF8.GetString(output));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("<a:x xmlns:a='urn:1' xmlns:b='urn:2'/>", "<a:x xmlns:a=\"urn:1\"></a:x>")]
    [InlineData("<x xmlns='urn:1'><y xmlns=''/></x>", "<x xmlns=\"urn:1\"><y xmlns=\"\"></y></x>")]
    [InlineData("<x xmlns=''><y/></x>", "<x><y></y></x>")]
    [InlineData("<x b='2' a='1' xmlns:z='urn:a' z:c='3'/>", "<x xmlns:z=\"urn:a\" a=\"1\" b=\"2\" z:c=\"3\"></x>")]
    [InlineData("<x a=' 1\n2\t3&#xA;&#x9;&#xD;&quot;' >&gt;\"</x>", "<x a=\" 1 2 3&#xA;&#x9;&#xD;&quot;\">&gt;\"</x>")]
    [InlineData("<x>a\r\nb\rc&#xD;</x>", "<x>a\nb\nc&#xD;</x>")]
    [InlineData("<x><![CDATA[<&>]]></x>", "<x>&lt;&amp;&gt;</x>")]
    [InlineData("<p:x xmlns:p='urn:1'><p:y xmlns:p='urn:2'><p:z xmlns:p='urn:1'/></p:y></p:x>",
        "<p:x xmlns:p=\"urn:1\"><p:y xmlns:p=\"urn:2\"><p:z xmlns:p=\"urn:1\"></p:z></p:y></p:x>")]
    public void The_rules_of_the_specification_hold(string document, string canonical)
        => Assert.Equal(canonical, Canonical.Ours(document, 0, null));

    [Fact]
    public void A_canonical_form_is_its_own_canonical_form()
    {
        for (var seed = 20_000; seed < 20_500; seed++)
        {
            var canonical = Canonical.Ours(new DocumentGenerator(seed).Make(), 0, null);

            Assert.Equal(canonical, Canonical.Ours(canonical, 0, null));
        }
    }
}
