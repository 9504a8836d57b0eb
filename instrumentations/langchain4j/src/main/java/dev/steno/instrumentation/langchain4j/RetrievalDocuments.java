package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells retrieved contents as documents with an id, a score and a text. */
final class RetrievalDocuments {
  /** What tells a document from others in the metadata that loaders and applications write. */
  private static final List<String> IDS =
      List.of("id", "document_id", "doc_id", "file_name", "url", "source", "title");

  private RetrievalDocuments() {}

  static List<Object> of(List<?> contents) {
    List<Object> documents = new ArrayList<>(contents.size());
    for (Object each : contents) {
      if (each instanceof Content content) {
        documents.add(of(content));
      }
    }
    return documents;
  }

  private static Map<String, Object> of(Content content) {
    Map<String, Object> about = byName(content.metadata());
    TextSegment segment = content.textSegment();
    Map<String, Object> document = new LinkedHashMap<>();
    put(document, "id", id(about.get("EMBEDDING_ID"), segment));
    put(document, "score", score(about));
    put(document, "content", segment == null ? null : segment.text());
    return document;
  }

  private static void put(Map<String, Object> document, String name, @Nullable Object value) {
    if (value != null) {
      document.put(name, value);
    }
  }

  /** By name, since an older version has fewer. */
  private static Map<String, Object> byName(@Nullable Map<ContentMetadata, Object> metadata) {
    Map<String, Object> about = new LinkedHashMap<>();
    if (metadata != null) {
      metadata.forEach((key, value) -> put(about, key.name(), value));
    }
    return about;
  }

  private static @Nullable String id(@Nullable Object embedding, @Nullable TextSegment segment) {
    String id = AiServicesTexts.ofScalar(embedding);
    if (id != null || segment == null) {
      return id;
    }
    Map<String, Object> metadata = segment.metadata().toMap();
    for (String name : IDS) {
      id = AiServicesTexts.ofScalar(metadata.get(name));
      if (id != null) {
        return id;
      }
    }
    return null;
  }

  /** A model that ranks again knows better. */
  private static @Nullable Object score(Map<String, Object> about) {
    Object reranked = about.get("RERANKED_SCORE");
    Object score = reranked == null ? about.get("SCORE") : reranked;
    return score instanceof Number ? score : null;
  }
}
