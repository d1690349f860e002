package io.zenquery.sync.test.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Whoever imports the BOM has a version for everything that is published, and for nothing else. */
class BomTest {
    private static final String MANAGED = "/project/dependencyManagement/dependencies/dependency"
            + "[groupId='io.zenquery' and version='${project.version}']/artifactId";
    private static final String BOM = "zenquery-sync-bom";

    @Test
    void bom_hasEveryPublishedModule() throws Exception {
        assertThat(new TreeSet<>(texts(pom(BOM), MANAGED))).isEqualTo(published());
        assertThat(texts(pom(BOM), "/project/dependencyManagement/dependencies/dependency/artifactId"))
                .hasSameSizeAs(published());
    }

    /** The modules name each other without versions. */
    @Test
    void parent_hasThemToo() throws Exception {
        assertThat(texts(pom("."), MANAGED)).containsAll(published());
    }

    @Test
    void bom_hasTheVersionOfTheOthers() throws Exception {
        assertThat(texts(pom(BOM), "/project/version")).isEqualTo(texts(pom("."), "/project/version"));
    }

    @Test
    void publishedModule_hasNameAndDescription() throws Exception {
        for (String module : published()) {
            assertThat(texts(pom(module), "/project/name | /project/description"))
                    .as(module)
                    .hasSize(2)
                    .doesNotContain("");
        }
    }

    private static Set<String> published() throws Exception {
        Set<String> published = new TreeSet<>();
        for (String module : texts(pom("."), "/project/modules/module")) {
            boolean skipped =
                    texts(pom(module), "/project/properties/maven.deploy.skip").contains("true");
            if (!skipped && !module.equals(BOM)) {
                published.add(module);
            }
        }
        assertThat(published).contains("zenquery-sync-core", "zenquery-sync-spring-boot-starter");
        return published;
    }

    private static Document pom(String module) throws IOException, ParserConfigurationException, SAXException {
        Path file = Path.of("..").resolve(module).resolve("pom.xml");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    }

    private static List<String> texts(Document pom, String path) throws XPathExpressionException {
        XPath xpath = XPathFactory.newInstance().newXPath();
        NodeList found = (NodeList) xpath.evaluate(path, pom, XPathConstants.NODESET);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent().strip());
        }
        return texts;
    }
}
